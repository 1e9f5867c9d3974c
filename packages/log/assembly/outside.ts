/** Lines outside the time window, passed over without a look into each. */
import { countOutside, hasFirst } from './assemble'
import { controlsAt, GROUP_SEPARATOR, LINE_LIMIT, NEWLINE } from './lines'
import { INPUT, LINES, POSITION, WINDOW_TEXT } from './memory'
import { find, NOWHERE } from './texts'

/**
 * Passes the lines at {@link INPUT} over if no time of the window is written in them: its seconds have their first digits in common,
 * which are nowhere. They are counted as records outside the window if they look like records, and are left to the scan otherwise.
 */
export function passOutside(length: i32): void {
  if (!ASC_FEATURE_SIMD) return
  const limit = INPUT + length
  if (load<i32>(WINDOW_TEXT) === 0 || !hasFirst() || find(WINDOW_TEXT, INPUT, limit) !== NOWHERE) return
  let start = INPUT
  let lines = 0
  for (let block = INPUT; block < limit; block += 64) {
    let controls = controlsAt(block)
    if (block + 64 > limit) controls &= ((1 as u64) << ((limit - block) as u64)) - 1
    for (; controls !== 0; controls &= controls - 1) {
      const at = block + (ctz(controls) as i32)
      const byte = load<u8>(at)
      if (byte === GROUP_SEPARATOR) continue
      if (byte !== NEWLINE || at - start >= LINE_LIMIT || !beginsRecord(start)) return
      lines++
      start = at + 1
    }
  }
  if (limit - start >= LINE_LIMIT) return
  store<i32>(LINES, load<i32>(LINES) + lines)
  countOutside(lines)
  store<i32>(POSITION, start - INPUT)
}

function beginsRecord(start: i32): bool {
  const word = load<u32>(start, 0, 1)
  return (word === 0x65707974 /* type */ || word === 0x65646f6e) /* node */ && load<u8>(start, 4) === 0x3d
}
