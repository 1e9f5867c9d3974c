/** The names of fields, and of entries of the interpretation part, with what JavaScript says of them. */
import { entryOf, nameOf } from './answers'
import { hashOf, isSame } from './bytes'

const NAMES: i32 = 0x2000
const ENTRY_NAMES: i32 = 0xa000
const NAME_SLOTS: i32 = 512
const MOST_NAMES: i32 = 400
/** A name: its hash, its length + 1, what JavaScript says of it, its bytes. */
const NAME_BYTES: i32 = 64
const NAME_TEXT: i32 = 12
const LONGEST_NAME: i32 = NAME_BYTES - NAME_TEXT

let learnedNames: i32 = 0
let learnedEntries: i32 = 0

/** `id << 8 | type` of a field name, or `UNTYPED`. */
export function findName(start: i32, stop: i32): i32 {
  const hash = hashOf(start, stop)
  const slot = findSlot(NAMES, hash, start, stop)
  if (slot !== 0 && load<i32>(slot, 4) !== 0) return load<i32>(slot, 8)
  const known = nameOf(start, stop)
  if (slot !== 0 && learnedNames < MOST_NAMES) {
    learnedNames++
    learn(slot, hash, start, stop, known)
  }
  return known
}

/** The id of the field of an entry's name, or `UNTYPED`. */
export function findEntryName(start: i32, stop: i32): i32 {
  const hash = hashOf(start, stop)
  const slot = findSlot(ENTRY_NAMES, hash, start, stop)
  if (slot !== 0 && load<i32>(slot, 4) !== 0) return load<i32>(slot, 8)
  const known = entryOf(start, stop)
  if (slot !== 0 && learnedEntries < MOST_NAMES) {
    learnedEntries++
    learn(slot, hash, start, stop, known)
  }
  return known
}

/** The slot of a table that holds a name, or the free one it would take; 0 for a name that is too long. */
function findSlot(table: i32, hash: i32, start: i32, stop: i32): i32 {
  const length = stop - start
  if (length > LONGEST_NAME) return 0
  let slot = table + (hash & (NAME_SLOTS - 1)) * NAME_BYTES
  while (load<i32>(slot, 4) !== 0 && !isName(slot, hash, start, length)) {
    slot += NAME_BYTES
    if (slot === table + NAME_SLOTS * NAME_BYTES) slot = table
  }
  return slot
}

function isName(slot: i32, hash: i32, start: i32, length: i32): bool {
  return (
    load<i32>(slot, 4) === length + 1 && load<i32>(slot) === hash && isSame(slot + NAME_TEXT, start, length)
  )
}

function learn(slot: i32, hash: i32, start: i32, stop: i32, known: i32): void {
  store<i32>(slot, hash)
  store<i32>(slot, stop - start + 1, 4)
  store<i32>(slot, known, 8)
  memory.copy(slot + NAME_TEXT, start, stop - start)
}
