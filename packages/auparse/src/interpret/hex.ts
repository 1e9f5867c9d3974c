/** Decoding of values the kernel wrote as hexadecimal digits, and of quoted ones (spec 03 §6). */
import { digitValue } from './integers.ts'

/**
 * D(text): the digit pairs at the start of `text` as bytes, up to the first zero byte; an odd last digit counts as a
 * zero byte. A parenthesised text is itself, up to its `)`. Undefined when there are fewer than two digits.
 */
export function decodeHex(text: string): string | undefined {
  if (text.startsWith('(')) {
    const close = text.indexOf(')')
    return close < 0 ? undefined : text.slice(0, close + 1)
  }
  const digits = hexLength(text)
  if (digits < 2) return undefined
  let decoded = ''
  for (let at = 0; at + 1 < digits; at += 2) {
    const byte = bytePair(text, at)
    if (byte === 0) break
    decoded += String.fromCharCode(byte)
  }
  return decoded
}

/** Q(text): what stands between the quotes, or the decoded digits, or `text` itself when it is neither. */
export function unquote(text: string): string {
  if (text.startsWith('"')) {
    const close = text.indexOf('"', 1)
    return close < 0 ? ' ' : text.slice(1, close)
  }
  return decodeHex(text.startsWith('00') ? text.slice(2) : text) ?? text
}

/** How many of the first characters of `text` are hexadecimal digits. */
export function hexLength(text: string): number {
  let length = 0
  while (length < text.length && digitValue(text.charCodeAt(length)) >= 0) length++
  return length
}

/** The byte whose two digits stand at `at`; both must be hexadecimal. */
export function bytePair(text: string, at: number): number {
  return digitValue(text.charCodeAt(at)) * 16 + digitValue(text.charCodeAt(at + 1))
}
