/** Looking at bytes, sixteen at a time: so many may be read after the last one, whatever they are. */
import { ZERO } from './ascii'

/** Where a byte stands first, or `stop`. */
export function find(byte: i32, from: i32, stop: i32): i32 {
  const wanted = i8x16.splat(byte as i8)
  for (let at = from; at < stop; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), wanted))
    if (found !== 0) return min(at + ctz(found), stop)
  }
  return stop
}

export function isSame(a: i32, b: i32, length: i32): bool {
  for (let at = 0; at < length; at += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)))
    const left = length - at
    const wanted = left < 16 ? (1 << left) - 1 : 0xffff
    if ((same & wanted) !== wanted) return false
  }
  return true
}

export function hashOf(start: i32, stop: i32): i32 {
  let hash = 0
  for (let at = start; at < stop; at++) hash = hash * 31 + load<u8>(at)
  return hash ^ (hash >>> 9)
}

/** The value of a hexadecimal digit; more than 15 for other bytes. */
export function digit(byte: u32): u32 {
  const decimal = byte - ZERO
  if (decimal < 10) return decimal
  const letter = (byte | 0x20) - 0x61
  return letter < 6 ? letter + 10 : 255
}

/** Digits only; not as many as `4294967295` has, and not more than fit 63 bits. */
export function isPlainNumber(start: i32, stop: i32): bool {
  const length = stop - start
  if (length === 0 || length === 10 || length > 18) return false
  for (let at = start; at < stop; at++) if ((load<u8>(at) as u32) - ZERO > 9) return false
  return true
}
