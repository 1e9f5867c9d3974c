/** Values that come again, with what they became: that depends on nothing but a kind and the value. */
import { isSame } from './bytes'
import { HASHES, MEMO, SCRATCH } from './layout'

const MEMO_SLOTS: i32 = 4096
/** An entry: kind, length of the value + 1, length of the text, the value, the text. */
const MEMO_BYTES: i32 = 256
const MEMO_KEY: i32 = 12
const LONGEST_KEY: i32 = 64
const MEMO_TEXT: i32 = MEMO_KEY + LONGEST_KEY
const LONGEST_TEXT: i32 = MEMO_BYTES - MEMO_TEXT

/** What was looked for last: its hash, the place of that, and the entry that it would have. */
let hash: i32 = 0
let place: i32 = 0
let entry: i32 = 0

/** Where the text stands that a value became, {@link recalledLength} bytes; 0 when it is not known. */
export function recall(kind: i32, start: i32, stop: i32): i32 {
  const length = stop - start
  if (length > LONGEST_KEY) return 0
  hash = kind
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  const index = (hash ^ (hash >>> 13)) & (MEMO_SLOTS - 1)
  place = HASHES + 4 * index
  entry = MEMO + index * MEMO_BYTES
  const isKnown =
    load<i32>(entry, 4) === length + 1 && load<i32>(entry) === kind && isSame(entry + MEMO_KEY, start, length)
  return isKnown ? entry + MEMO_TEXT : 0
}

export function recalledLength(): i32 {
  return load<i32>(entry, 8)
}

/** Keeps the text at {@link SCRATCH} for the value that {@link recall} did not know, when it comes a second time. */
export function remember(kind: i32, start: i32, stop: i32, textLength: i32): void {
  const length = stop - start
  if (length > LONGEST_KEY || textLength > LONGEST_TEXT) return
  if (load<i32>(place) !== hash) {
    store<i32>(place, hash)
    return
  }
  store<i32>(entry, kind)
  store<i32>(entry, length + 1, 4)
  store<i32>(entry, textLength, 8)
  memory.copy(entry + MEMO_KEY, start, length)
  memory.copy(entry + MEMO_TEXT, SCRATCH, textLength)
}
