/** The names of fields, and of entries of the enrichment, with what JavaScript says of them. */
import { nameOf } from '../../auparse/assembly/answers'
import { EQUALS } from '../../auparse/assembly/ascii'
import { hashOf, isSame } from '../../auparse/assembly/bytes'
import { gaveUp, giveUp } from '../../auparse/assembly/current-record'
import { ESCAPES } from '../../auparse/assembly/layout'
import { copy } from './output'

export const NAMES: i32 = 0x2000
const NAME_SLOTS: i32 = 512
const MOST_NAMES: i32 = 400
/**
 * A name: its hash; its length with the `=` after it, 0 for a free slot; what JavaScript says of it; the name that came
 * after it the last time; the id of the field that it enriches; its bytes with the `=`; `{"name":"…","raw":"`.
 */
export const NAME_BYTES: i32 = 128
export const NAME_LENGTH: i32 = 4
export const NAME_KNOWN: i32 = 8
export const NAME_NEXT: i32 = 12
export const NAME_ENTRY: i32 = 16
export const NAME_TEXT: i32 = 24
const NAME_HEAD: i32 = 56
const LONGEST_NAME: i32 = NAME_HEAD - NAME_TEXT - 1
/** In place of the id of the field that a name enriches. */
export const UNASKED: i32 = -2

/** `{"name":"` */
const NAME_START: i32 = memory.data<u8>([0x7b, 0x22, 0x6e, 0x61, 0x6d, 0x65, 0x22, 0x3a, 0x22]) as i32
/** `","raw":"` */
const NAME_STOP: i32 = memory.data<u8>([0x22, 0x2c, 0x22, 0x72, 0x61, 0x77, 0x22, 0x3a, 0x22]) as i32

let learnedNames: i32 = 0

/** True when a name and its `=` stand at a position. */
export function isAt(slot: i32, at: i32, limit: i32): bool {
  const length = load<i32>(slot, NAME_LENGTH)
  if (at + length > limit) return false
  const first = i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(slot, NAME_TEXT)))
  if (length <= 16) {
    const wanted = (1 << length) - 1
    return (first & wanted) === wanted
  }
  const wanted = (1 << (length - 16)) - 1
  const second = i8x16.bitmask(i8x16.eq(v128.load(at, 16), v128.load(slot, NAME_TEXT + 16)))
  return first === 0xffff && (second & wanted) === wanted
}

/** The slot of a name; gives up where it is not kept. */
export function findName(start: i32, stop: i32): i32 {
  const length = stop - start
  if (length > LONGEST_NAME) {
    giveUp()
    return 0
  }
  const hash = hashOf(start, stop)
  let slot = NAMES + (hash & (NAME_SLOTS - 1)) * NAME_BYTES
  while (load<i32>(slot, NAME_LENGTH) !== 0 && !isName(slot, hash, start, length)) {
    slot += NAME_BYTES
    if (slot === NAMES + NAME_SLOTS * NAME_BYTES) slot = NAMES
  }
  if (load<i32>(slot, NAME_LENGTH) === 0) learn(slot, hash, start, stop)
  return slot
}

function isName(slot: i32, hash: i32, start: i32, length: i32): bool {
  return (
    load<i32>(slot, NAME_LENGTH) === length + 1 &&
    load<i32>(slot) === hash &&
    isSame(slot + NAME_TEXT, start, length)
  )
}

/** Names that JSON escapes are not kept. */
function learn(slot: i32, hash: i32, start: i32, stop: i32): void {
  if (learnedNames === MOST_NAMES) giveUp()
  for (let at = start; at < stop; at++) if (load<u8>(ESCAPES + load<u8>(at)) !== 0) giveUp()
  if (gaveUp) return
  learnedNames++
  const length = stop - start
  const known = nameOf(start, stop)
  store<i32>(slot, hash)
  store<i32>(slot, length + 1, NAME_LENGTH)
  store<i32>(slot, known, NAME_KNOWN)
  store<i32>(slot, UNASKED, NAME_ENTRY)
  memory.copy(slot + NAME_TEXT, start, length)
  store<u8>(slot + NAME_TEXT + length, EQUALS)
  const head = slot + NAME_HEAD
  memory.copy(head, NAME_START, 9)
  memory.copy(head + 9, start, length)
  memory.copy(head + 9 + length, NAME_STOP, 9)
}

/** Writes `{"name":"…","raw":"`. */
export function writeHead(slot: i32): void {
  copy(slot + NAME_HEAD, 17 + load<i32>(slot, NAME_LENGTH))
}
