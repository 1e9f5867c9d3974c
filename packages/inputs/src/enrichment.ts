/** auditd's enrichment stands after a byte 0x1D, which syslog and its relays write in other ways. */
import { APOSTROPHE, DASH, EQUALS, GROUP_SEPARATOR, HASH, QUOTE, SPACE, UNDERSCORE } from './ascii.ts'
import { ascii, indexOfByte, isDigit, isUpper, startsWith } from './bytes.ts'

/** As rsyslog writes a byte 0x1D. */
const OCTAL = ascii('#035')

/**
 * A wrapped record with the separator that was lost on its way: the first blank or `#035` outside of quotes that an
 * upper-case name with `=` follows becomes the byte 0x1D again. A record that has one, or none of that, is given as it is.
 */
export function restoreSeparator(bytes: Uint8Array, start: number, end: number): Uint8Array {
  if (indexOfByte(bytes, GROUP_SEPARATOR, start, end) < 0) {
    let quote = 0
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      // Nearly every byte is none of those that matter.
      if (byte > APOSTROPHE) continue
      if (quote !== 0) {
        if (byte === quote) quote = 0
      } else if (byte === QUOTE || (byte === APOSTROPHE && bytes[at - 1] === EQUALS)) quote = byte
      else if (byte === SPACE) {
        if (isEnrichedField(bytes, at + 1, end)) return separated(bytes, start, at, 1, end)
      } else if (byte === HASH && startsWith(bytes, at, end, OCTAL)) {
        const name = at + OCTAL.length
        if (isEnrichedField(bytes, name, end)) return separated(bytes, start, at, OCTAL.length, end)
      }
    }
  }
  return bytes.subarray(start, end)
}

function separated(bytes: Uint8Array, start: number, at: number, length: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start - length + 1)
  out.set(bytes.subarray(start, at))
  out[at - start] = GROUP_SEPARATOR
  out.set(bytes.subarray(at + length, end), at - start + 1)
  return out
}

/** `[A-Z][A-Z0-9_-]*=` */
function isEnrichedField(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end || !isUpper(bytes[start])) return false
  let at = start + 1
  while (at < end && isNamePart(bytes[at])) at++
  return at < end && bytes[at] === EQUALS
}

function isNamePart(byte: number | undefined): boolean {
  return isUpper(byte) || isDigit(byte) || byte === UNDERSCORE || byte === DASH
}
