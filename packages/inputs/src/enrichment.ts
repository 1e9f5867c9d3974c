/** auditd's enrichment stands after a byte 0x1D, which syslog and its relays write in other ways. */
import { APOSTROPHE, EQUALS, GROUP_SEPARATOR, QUOTE, SPACE } from './ascii.ts'

/** `#035`, as rsyslog writes a byte 0x1D. */
const OCTAL = [0x23, 0x30, 0x33, 0x35] as const

/**
 * A wrapped record with the separator that was lost on its way: the first blank or `#035` outside of quotes that an
 * upper-case name with `=` follows becomes the byte 0x1D again. A record that has one, or none of that, is given as it is.
 */
export function restoreSeparator(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const line = bytes.subarray(start, end)
  if (line.includes(GROUP_SEPARATOR)) return line
  let quote = 0
  for (let at = 0; at < line.length; at++) {
    const byte = line[at]
    if (quote !== 0) {
      if (byte === quote) quote = 0
      continue
    }
    if (byte === QUOTE || (byte === APOSTROPHE && line[at - 1] === EQUALS)) quote = byte
    const length =
      byte === SPACE ? 1 : OCTAL.every((part, index) => line[at + index] === part) ? OCTAL.length : 0
    if (length > 0 && isEnrichedField(line, at + length)) return separated(line, at, length)
  }
  return line
}

function separated(line: Uint8Array, at: number, length: number): Uint8Array {
  const out = new Uint8Array(line.length - length + 1)
  out.set(line.subarray(0, at))
  out[at] = GROUP_SEPARATOR
  out.set(line.subarray(at + length), at + 1)
  return out
}

/** `[A-Z][A-Z0-9_-]*=` */
function isEnrichedField(line: Uint8Array, start: number): boolean {
  if (!isUpper(line[start])) return false
  let at = start + 1
  while (at < line.length && isNamePart(line[at])) at++
  return line[at] === EQUALS
}

function isUpper(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}

function isNamePart(byte: number | undefined): boolean {
  return (
    isUpper(byte) || byte === 0x5f || byte === 0x2d || (byte !== undefined && byte >= 0x30 && byte <= 0x39)
  )
}
