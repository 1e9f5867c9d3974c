/** The texts that are looked for in each line. */
import { isSame, TEXT_COUNT, TEXTS } from './memory'

/** Of each text its length, its mark, and the places of two bytes by which it is found; then its bytes. */
const TEXT_BYTES: i32 = 80
const TEXT_START: i32 = 16
const MAX_TEXTS: i32 = 16
/** Where each text was found last. */
const FOUND: i32 = TEXTS + MAX_TEXTS * TEXT_BYTES
/** Beyond any position. */
const NOWHERE: i32 = i32.MAX_VALUE

/** Other bytes are to be scanned: forgets where the texts were. */
export function forgetFound(): void {
  memory.fill(FOUND, 0, MAX_TEXTS * 4)
}

/** The marks of the texts that begin in a line: each text is looked for once, from the front to the back. */
export function marksOf(start: i32, end: i32, limit: i32): i32 {
  let marks = 0
  const count = load<i32>(TEXT_COUNT)
  for (let text = 0; text < count; text++) {
    let found = load<i32>(FOUND + text * 4)
    if (found < start) {
      found = find(TEXTS + text * TEXT_BYTES, start, limit)
      store<i32>(FOUND + text * 4, found)
    }
    if (found < end) marks |= load<i32>(TEXTS + text * TEXT_BYTES, 4)
  }
  return marks
}

/** Where a text stands next, at or after a position, found by two of its bytes. */
function find(text: i32, from: i32, limit: i32): i32 {
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
