/** The two lenient number parsers of the reference, in 64 bits (spec 03 §0.2; strtoul(3), strtol(3)). */
import { LOWER_A, LOWER_F, LOWER_X, MINUS, NINE, PLUS, SPACE, ZERO } from '../ascii.ts'

/** A 64-bit number as two unsigned halves; a negative one in two's complement. */
export interface Wide {
  readonly high: number
  readonly low: number
}

export type Base = 0 | 8 | 10 | 16

const HALF = 0x1_0000_0000
const SIGN = 0x8000_0000

/**
 * U(base): white space, a sign and `0x` are allowed before the digits, anything may follow them, no digits are 0;
 * undefined when the magnitude does not fit 64 bits. Base 0 tells hexadecimal, octal and decimal by their prefix.
 */
export function unsigned64(text: string, base: Base): Wide | undefined {
  const start = skipSpace(text)
  const negative = text.charCodeAt(start) === MINUS
  const magnitude = digitsValue(text, start + (hasSign(text, start) ? 1 : 0), base)
  return magnitude !== undefined && negative ? negate(magnitude) : magnitude
}

/** S(base): as {@link unsigned64}, but undefined outside −2^63 … 2^63−1. */
export function signed64(text: string, base: Base): Wide | undefined {
  const start = skipSpace(text)
  const negative = text.charCodeAt(start) === MINUS
  const magnitude = digitsValue(text, start + (hasSign(text, start) ? 1 : 0), base)
  if (magnitude === undefined) return undefined
  if (magnitude.high >= SIGN && !(negative && magnitude.high === SIGN && magnitude.low === 0))
    return undefined
  return negative ? negate(magnitude) : magnitude
}

/** True for a negative result of {@link signed64}. */
export function isNegative(value: Wide): boolean {
  return value.high >= SIGN
}

/** −value in 64 bits. */
export function negate(value: Wide): Wide {
  const low = (HALF - value.low) % HALF
  const borrow = value.low === 0 ? 0 : 1
  return { high: (2 * HALF - value.high - borrow) % HALF, low }
}

/** The number as unsigned decimal digits. */
export function toDecimal(value: Wide): string {
  if (value.high < 0x20_0000) return String(value.high * HALF + value.low)
  return String((BigInt(value.high) << 32n) | BigInt(value.low))
}

/** The value of a hexadecimal digit, upper or lower case, or -1. */
export function digitValue(code: number): number {
  if (code >= ZERO && code <= NINE) return code - ZERO
  const lower = code | 0x20
  return lower >= LOWER_A && lower <= LOWER_F ? lower - LOWER_A + 10 : -1
}

function digitsValue(text: string, start: number, base: Base): Wide | undefined {
  const prefixed = (base === 0 || base === 16) && hasHexPrefix(text, start)
  const radix = base !== 0 ? base : prefixed ? 16 : text.charCodeAt(start) === ZERO ? 8 : 10
  let high = 0
  let low = 0
  for (let at = prefixed ? start + 2 : start; at < text.length; at++) {
    const digit = digitValue(text.charCodeAt(at))
    if (digit < 0 || digit >= radix) break
    low = low * radix + digit
    high = high * radix + Math.floor(low / HALF)
    low %= HALF
    if (high >= HALF) return undefined
  }
  return { high, low }
}

function hasHexPrefix(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === ZERO &&
    (text.charCodeAt(at + 1) | 0x20) === LOWER_X &&
    digitValue(text.charCodeAt(at + 2)) >= 0
  )
}

function hasSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === PLUS || code === MINUS
}

function skipSpace(text: string): number {
  let at = 0
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

function isSpace(code: number): boolean {
  return code === SPACE || (code >= 0x09 && code <= 0x0d)
}
