/** Numbers as the C library reads them from a log: the first byte that is not a digit ends them; too big is an error. */
import { LOWER_A, LOWER_F, LOWER_X, MINUS, NINE, PLUS, SPACE, ZERO } from '../ascii.ts'

/** The result for a number whose magnitude needs more than 64 bits. */
export const OUT_OF_RANGE = -1

/**
 * A decimal number (`strtoul`, spec 01 §5.4): white space, a sign, digits up to the first other byte; no digits is 0.
 * Gives the low 32 bits as an unsigned number (so -1 is 4294967295), or {@link OUT_OF_RANGE}.
 */
export function parseDecimal(bytes: Uint8Array, from: number, end: number): number {
  let at = skipWhiteSpace(bytes, from, end)
  const sign = bytes[at]
  const negative = at < end && sign === MINUS
  if (negative || (at < end && sign === PLUS)) at++
  const first = at
  let value = 0
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
    if (value > Number.MAX_SAFE_INTEGER) return parseWide(bytes, first, end, 10, negative)
  }
  return negative ? -value >>> 0 : value >>> 0
}

/** A hexadecimal number (`strtoul` in base 16, an optional `0x` in front), with results as {@link parseDecimal}. */
export function parseHexadecimal(bytes: Uint8Array, from: number, end: number): number {
  let at = skipWhiteSpace(bytes, from, end)
  const sign = bytes[at]
  const negative = at < end && sign === MINUS
  if (negative || (at < end && sign === PLUS)) at++
  at = skipHexPrefix(bytes, at, end)
  let value = 0
  let digits = 0
  for (; at < end; at++) {
    const digit = hexDigit(bytes[at] ?? 0)
    if (digit < 0) break
    value = (value << 4) | digit
    if (digits > 0 || digit > 0) digits++
  }
  if (digits > 16) return OUT_OF_RANGE
  return negative ? -value >>> 0 : value >>> 0
}

/**
 * A C-style integer (`strtol` in base 0: decimal, `0x…` or `0…`), 64 bits with sign, or undefined when it needs more.
 * What a number can hold exactly is a number, anything beyond a bigint, so equal values are equal by `===`.
 */
export function parseInteger(bytes: Uint8Array, from: number, end: number): number | bigint | undefined {
  let at = skipWhiteSpace(bytes, from, end)
  const sign = bytes[at]
  const negative = at < end && sign === MINUS
  if (negative || (at < end && sign === PLUS)) at++
  const afterPrefix = skipHexPrefix(bytes, at, end)
  const base = afterPrefix !== at ? 16 : at < end && bytes[at] === ZERO ? 8 : 10
  const wide = digitsValue(bytes, afterPrefix, end, base)
  if (wide === undefined) return undefined
  const value = negative ? -wide : wide
  if (value !== BigInt.asIntN(64, value)) return undefined
  const narrow = Number(value)
  return Number.isSafeInteger(narrow) ? narrow : value
}

/** The value of a hexadecimal digit, upper or lower case, or -1. */
export function hexDigit(byte: number): number {
  if (byte >= ZERO && byte <= NINE) return byte - ZERO
  const lower = byte | 0x20
  return lower >= LOWER_A && lower <= LOWER_F ? lower - LOWER_A + 10 : -1
}

function skipWhiteSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const byte = bytes[at] ?? 0
    if (byte !== SPACE && (byte < 0x09 || byte > 0x0d)) break
    at++
  }
  return at
}

/** `0x` counts only when a digit follows; otherwise the number is the 0. */
function skipHexPrefix(bytes: Uint8Array, at: number, end: number): number {
  const prefixed =
    at + 2 < end &&
    bytes[at] === ZERO &&
    ((bytes[at + 1] ?? 0) | 0x20) === LOWER_X &&
    hexDigit(bytes[at + 2] ?? 0) >= 0
  return prefixed ? at + 2 : at
}

function parseWide(bytes: Uint8Array, from: number, end: number, base: number, negative: boolean): number {
  const value = digitsValue(bytes, from, end, base)
  if (value === undefined || value >> 64n !== 0n) return OUT_OF_RANGE
  return Number(BigInt.asUintN(32, negative ? -value : value))
}

/** The digits of a base up to the first other byte, or undefined when they are certainly beyond 64 bits. */
function digitsValue(bytes: Uint8Array, from: number, end: number, base: number): bigint | undefined {
  let value = 0n
  let narrow = 0
  let scale = 1
  for (let at = from; at < end; at++) {
    const digit = hexDigit(bytes[at] ?? 0)
    if (digit < 0 || digit >= base) break
    narrow = narrow * base + digit
    scale *= base
    if (scale < 2 ** 40) continue
    value = value * BigInt(scale) + BigInt(narrow)
    if (value >> 64n !== 0n) return undefined
    narrow = 0
    scale = 1
  }
  return value * BigInt(scale) + BigInt(narrow)
}
