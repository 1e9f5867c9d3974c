/** The numbers of type names, and what JavaScript says of records of a type. */
import { INPUT, isSame, TYPES } from './memory'

/** Asks JavaScript for the number of a type name, which stands in the input from `start` to `end`. */
declare function typeNumber(start: i32, end: i32): i32
/**
 * Asks JavaScript for the traits of a type: {@link SINGLE}, {@link END_OF_EVENT}, above them the marks of its records, and then
 * the marks of what is expected in them.
 */
declare function typeTraits(type: i32): i32

/** Such a record is an event of its own, or the last one of its event. */
export const SINGLE: i32 = 1
/** Such a record begins no event. */
export const END_OF_EVENT: i32 = 2
const TRAIT_BITS: i32 = 2
const MARK_BITS: i32 = 10

/** The cache is direct-mapped, and fixed in size whatever names a log makes up. */
const SLOT_BITS: i32 = 9
const ENTRY_BYTES: i32 = 64
const TYPE: i32 = 0
const HAS_BRACKETS: i32 = 4
/** One more than the length, so that 0 is no entry. */
const LENGTH: i32 = 8
const TRAITS: i32 = 12
const NAME: i32 = 16
const MAX_NAME: i32 = ENTRY_BYTES - NAME

/** The cache entry of a type name, before which stands `type=`. */
export function findType(start: i32, end: i32): i32 {
  const length = end - start
  // Of its first four bytes, those in its middle and the last: names with one beginning or one end are many.
  const bytes =
    load<u32>(start, 0, 1) + 31 * load<u32>(start + (length >>> 1), 0, 1) + 107 * load<u32>(end - 4, 0, 1)
  const hash: u32 = bytes * 0x9e3779b1
  const entry = TYPES + (hash >>> (32 - SLOT_BITS)) * ENTRY_BYTES
  if (load<i32>(entry, LENGTH) === length + 1 && length <= MAX_NAME && isSame(entry + NAME, start, length))
    return entry
  const type = typeNumber(start - INPUT, end - INPUT)
  store<i32>(entry, type, TYPE)
  store<i32>(entry, typeTraits(type), TRAITS)
  let brackets = 0
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at)
    if (byte === 0x28 || byte === 0x29) brackets = 1
    if (at - start < MAX_NAME) store<u8>(entry + NAME + at - start, byte)
  }
  store<i32>(entry, brackets, HAS_BRACKETS)
  store<i32>(entry, length + 1, LENGTH)
  return entry
}

export function typeOf(entry: i32): i32 {
  return load<i32>(entry, TYPE)
}

export function traitsOf(entry: i32): i32 {
  return load<i32>(entry, TRAITS)
}

/** The marks of a type's records. */
export function marksOfType(traits: i32): i32 {
  return (traits >>> TRAIT_BITS) & ((1 << MARK_BITS) - 1)
}

/** The marks of what is expected in a type's records. */
export function expectedMarks(traits: i32): i32 {
  return traits >>> (TRAIT_BITS + MARK_BITS)
}

export function hasBrackets(entry: i32): bool {
  return load<i32>(entry, HAS_BRACKETS) !== 0
}
