/** The two number grammars of option values (spec 01 §1.2). */

/** A value, or the system's reason why it is none. */
export type ParsedNumber = number | 'Invalid argument' | 'Numerical result out of range'

export const UINT32_MAX = 0xffffffff
export const INT32_MAX = 0x7fffffff
/** As a double: the few numbers just above are over every `max` anyway. */
const UINT64_MAX = 2 ** 64
const INT64_MAX = 2n ** 63n - 1n

/** True when the first character is an ASCII digit: only then a value is read as a number. */
export function startsWithDigit(text: string): boolean {
  return /^[0-9]/.test(text)
}

/** A decimal number up to `max`; the whole text must be digits, but strtoul() notices first that 64 bits overflow. */
export function parseUnsigned(text: string, max: number): ParsedNumber {
  const digits = /^[0-9]+/.exec(text)?.[0] ?? ''
  const value = Number(digits)
  if (value > UINT64_MAX) return 'Numerical result out of range'
  if (digits === '' || digits.length < text.length) return 'Invalid argument'
  return value > max ? 'Numerical result out of range' : value
}

/** A signed 64-bit number in C notation (`-0x10`, `010` is 8); undefined when the text is none. */
export function parseSigned(text: string): bigint | undefined {
  const [, sign, digits = ''] = /^(-?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits)
  const value = sign === '-' ? -magnitude : magnitude
  return value > INT64_MAX || value < -INT64_MAX - 1n ? undefined : value
}

/** A signed number in C notation within 32 bits; undefined when the text is none. */
export function parseSigned32(text: string): number | undefined {
  const value = parseSigned(text)
  if (value === undefined || value > BigInt(INT32_MAX) || value < -BigInt(INT32_MAX) - 1n) return undefined
  return Number(value)
}
