/** The texts that are looked for in each line, and the values that follow some of them. */
import { isSame, TEXT_COUNT, TEXTS } from './memory'

/**
 * Of each text its length, its mark, and the places of two bytes by which it is found; then its bytes, and the length and the
 * bytes of the value that must follow it, if there is one.
 */
const TEXT_BYTES: i32 = 80
const TEXT_START: i32 = 16
const VALUE_LENGTH: i32 = 64
const VALUE: i32 = 65
const MAX_TEXTS: i32 = 16
/** Where each text was found last. */
const FOUND: i32 = TEXTS + MAX_TEXTS * TEXT_BYTES
/** Beyond any position. */
export const NOWHERE: i32 = i32.MAX_VALUE

/** Other bytes are to be scanned: forgets where the texts were. */
export function forgetFound(): void {
  memory.fill(FOUND, 0, MAX_TEXTS * 4)
}

/**
 * The marks of a record: of its type, of the texts that begin in its line, each of which is looked for once, from the front to
 * the back, and of those that are expected in it and are not there.
 */
export function marksOf(start: i32, end: i32, limit: i32, ofType: i32, expected: i32): i32 {
  let marks = ofType
  let missing = expected
  const count = load<i32>(TEXT_COUNT)
  for (let index = 0; index < count; index++) {
    const text = TEXTS + index * TEXT_BYTES
    let found = load<i32>(FOUND + index * 4)
    if (found < start) {
      found = find(text, start, limit)
      store<i32>(FOUND + index * 4, found)
    }
    if (found >= end) continue
    const mark = load<i32>(text, 4)
    missing &= ~mark
    if (load<u8>(text, VALUE_LENGTH) !== 0) {
      while (found < end && !mayHaveValue(text, found + load<i32>(text), end))
        found = find(text, found + 1, limit)
      store<i32>(FOUND + index * 4, found)
    }
    if (found < end) marks |= mark
  }
  return marks | missing
}

const SPACE: u8 = 0x20
const MINUS: u8 = 0x2d
const ZERO: u8 = 0x30
const NINE: u8 = 0x39
/** Such numbers are the same in every reading of the reference. */
const MOST_DIGITS: i32 = 9

/** Whether what stands at a place is the wanted value, or is not written as the kernel writes values of its kind. */
function mayHaveValue(text: i32, at: i32, end: i32): bool {
  const length: i32 = load<u8>(text, VALUE_LENGTH)
  const stop = load<u8>(text, VALUE) > NINE ? answerEnd(at, end) : numberEnd(at, end)
  return stop === 0 || (stop - at === length && isSame(at, text + VALUE, length))
}

/** The end of `yes` or `no`, which a space follows; 0 for anything else. */
export function answerEnd(at: i32, end: i32): i32 {
  const isYes = load<u8>(at) === 0x79 && load<u8>(at, 1) === 0x65 && load<u8>(at, 2) === 0x73
  const isNo = load<u8>(at) === 0x6e && load<u8>(at, 1) === 0x6f
  const stop = isYes ? at + 3 : at + 2
  return (isYes || isNo) && stop < end && load<u8>(stop) === SPACE ? stop : 0
}

/** The end of a number without a plus sign or leading zeros, which a space follows; 0 for anything else. */
export function numberEnd(at: i32, end: i32): i32 {
  const first = load<u8>(at) === MINUS ? at + 1 : at
  let stop = first
  while (stop < end && stop - first <= MOST_DIGITS) {
    const byte = load<u8>(stop)
    if (byte < ZERO || byte > NINE) break
    stop++
  }
  if (stop === first || stop - first > MOST_DIGITS || stop >= end || load<u8>(stop) !== SPACE) return 0
  return load<u8>(first) === ZERO && stop - at > 1 ? 0 : stop
}

/** Where a text stands next, at or after a position, found by two of its bytes. */
export function find(text: i32, from: i32, limit: i32): i32 {
  const length = load<i32>(text)
  const first = load<i32>(text, 8)
  const second = load<i32>(text, 12)
  const last = limit - length
  if (ASC_FEATURE_SIMD) {
    const firsts = i8x16.splat(load<i8>(text + TEXT_START + first))
    const seconds = i8x16.splat(load<i8>(text + TEXT_START + second))
    for (let at = from; at <= last; at += 16) {
      const both = v128.and(
        i8x16.eq(v128.load(at + first), firsts),
        i8x16.eq(v128.load(at + second), seconds),
      )
      for (let bits = i8x16.bitmask(both); bits !== 0; bits &= bits - 1) {
        const place = at + ctz(bits)
        if (place <= last && isSame(place, text + TEXT_START, length)) return place
      }
    }
  } else {
    const firstByte = load<u8>(text + TEXT_START + first)
    const secondByte = load<u8>(text + TEXT_START + second)
    for (let at = from; at <= last; at++) {
      if (load<u8>(at + first) !== firstByte || load<u8>(at + second) !== secondByte) continue
      if (isSame(at, text + TEXT_START, length)) return at
    }
  }
  return NOWHERE
}
