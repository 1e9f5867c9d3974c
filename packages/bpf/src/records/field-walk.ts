/** Walks the `name=value` fields of a record's text, and decodes the values the kernel encodes. */

/** What some collectors make of a quote. */
const ESCAPED_QUOTE = '\\"'

/**
 * Calls `visit` for every field between two positions. A value that begins with a quote ends at the next quote, any
 * other at a space; quotes are part of the value. Words without `=` are skipped. One pass over the text.
 */
export function walkFields(
  text: string,
  from: number,
  to: number,
  visit: (name: string, value: string) => void,
): void {
  let at = from
  let equals = -1
  while (at < to) {
    if (text.charCodeAt(at) === 0x20) {
      at++
      continue
    }
    if (equals < at) equals = text.indexOf('=', at)
    if (equals < 0 || equals >= to) return
    const space = text.indexOf(' ', at)
    if (space >= 0 && space < equals) {
      at = space + 1
      continue
    }
    const end = valueEnd(text, equals + 1, to)
    visit(text.slice(at, equals), text.slice(equals + 1, end))
    at = end + 1
  }
}

function valueEnd(text: string, start: number, to: number): number {
  const quote = text.charAt(start)
  if (quote === '"') {
    const close = text.indexOf(quote, start + 1)
    if (close >= 0 && close < to) return close + 1
  }
  if (quote === '\\' && text.charAt(start + 1) === '"') {
    const close = text.indexOf(ESCAPED_QUOTE, start + 2)
    if (close >= 0 && close < to) return close + 2
  }
  const space = text.indexOf(' ', start)
  return space < 0 || space > to ? to : space
}

/** Where the fields begin: after `): ` of the stamp, or the end of a text that has none. */
export function bodyStart(text: string): number {
  const at = text.indexOf('): ')
  return at < 0 ? text.length : at + 3
}

/** A decimal number as unsigned 32 bits where it is negative (`auid=-1` is the unset user), or undefined. */
export function decodeId(value: string | undefined): number | undefined {
  const number = decodeSigned(value)
  return number !== undefined && number < 0 ? number >>> 0 : number
}

/** A decimal number with its sign, or undefined: the kernel writes these fields in no other form. */
export function decodeSigned(value: string | undefined): number | undefined {
  if (value === undefined || !/^-?\d{1,16}$/.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/**
 * A string the kernel writes with audit_log_untrustedstring: quoted when it is plain, else in hex. `(null)` and
 * `(none)` are no value. The result is latin1; `zero` is what a byte 0 becomes.
 */
export function decodeString(value: string | undefined, zero = 0): string | undefined {
  if (value === undefined || value === '' || value === '(null)' || value === '(none)') return undefined
  if (value.charCodeAt(0) === 0x22) return value.slice(1, value.length > 1 ? -1 : undefined)
  if (value.length > 3 && value.startsWith(ESCAPED_QUOTE) && value.endsWith(ESCAPED_QUOTE))
    return value.slice(2, -2)
  return decodeHex(value, zero) ?? value
}

function decodeHex(value: string, zero: number): string | undefined {
  const length = value.length >> 1
  if (length * 2 !== value.length) return undefined
  const codes = new Array<number>(length)
  for (let at = 0; at < length; at++) {
    const high = hexDigit(value.charCodeAt(2 * at))
    const low = hexDigit(value.charCodeAt(2 * at + 1))
    if (high < 0 || low < 0) return undefined
    codes[at] = high * 16 + low || zero
  }
  return String.fromCharCode(...codes)
}

/** The value of a hex digit's character code, or −1. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  if (code >= 0x41 && code <= 0x46) return code - 0x37
  if (code >= 0x61 && code <= 0x66) return code - 0x57
  return -1
}
