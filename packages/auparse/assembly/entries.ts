/** The interpretation part of a record (spec 03 §3): what its host says of some fields. */
import { UNTYPED } from './answers'
import { EQUALS, QUOTE, SPACE } from './ascii'
import { find } from './bytes'
import { giveUp } from './current-record'
import { ESCAPED_KEY, GID, UID } from './field-types'
import { ENTRY_ENDS, ENTRY_GENERATIONS, ENTRY_STARTS } from './layout'
import { findEntryName } from './names'
import { writeText } from './output'

/** The id of `saddr`. */
let address: i32 = UNTYPED
let generation: i32 = 0

export function setAddress(id: i32): void {
  address = id
}

export function loadEntries(start: i32, stop: i32): void {
  generation++
  // `SADDR={ … }` is one text.
  if (stop - start >= 6 && load<u32>(start) === 0x44444153 && load<u16>(start, 4) === 0x3d52) {
    const open = find(0x7b, start + 6, stop)
    if (open < stop && find(0x7d, open, stop) < stop) addEntry(address, open, stop)
    return
  }
  for (let at = start; at < stop; at++) {
    const name = at
    while (at < stop && load<u8>(at) !== EQUALS && load<u8>(at) !== SPACE) at++
    const equals = at
    while (at < stop && load<u8>(at) !== SPACE) at++
    if (equals < at) addEntry(findEntryName(name, equals), equals + 1, at)
  }
}

/** Where a name occurs twice the first text counts. */
function addEntry(id: i32, start: i32, stop: i32): void {
  if (id === UNTYPED || load<i32>(ENTRY_GENERATIONS + 4 * id) === generation) return
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation)
  store<i32>(ENTRY_STARTS + 4 * id, start)
  store<i32>(ENTRY_ENDS + 4 * id, stop)
}

/** Writes what the interpretation part says of a field, unescaped; false when it says nothing of use. */
export function writeEntry(id: i32, type: i32): bool {
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) !== generation) return false
  const start = load<i32>(ENTRY_STARTS + 4 * id)
  const stop = load<i32>(ENTRY_ENDS + 4 * id)
  // `unknown-`
  if (stop - start >= 8 && load<u32>(start) === 0x6e6b6e75 && load<u32>(start, 4) === 0x2d6e776f) return false
  if (type === UID || type === GID) {
    if (stop - start < 2 || load<u8>(start) !== QUOTE || find(QUOTE, start + 1, stop) !== stop - 1) giveUp()
    else writeText(start + 1, stop - start - 2)
  } else {
    if (type === ESCAPED_KEY && find(1, start, stop) < stop) giveUp()
    writeText(start, stop - start)
  }
  return true
}
