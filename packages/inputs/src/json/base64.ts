/** Base64 (RFC 4648), with either alphabet, to bytes. */
import { DASH, EQUALS, PLUS, SLASH, UNDERSCORE } from '../ascii.ts'

/** The bytes; undefined when the text is no base64. */
export function base64Bytes(text: Uint8Array): Uint8Array | undefined {
  let end = text.length
  while (end > 0 && text[end - 1] === EQUALS) end--
  const out = new Uint8Array((end * 3) >> 2)
  let length = 0
  let bits = 0
  let buffer = 0
  for (let at = 0; at < end; at++) {
    const digit = digitOf(text[at] as number)
    if (digit < 0) return undefined
    buffer = ((buffer << 6) | digit) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[length++] = (buffer >> bits) & 0xff
  }
  return out.subarray(0, length)
}

function digitOf(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x47
  if (byte >= 0x30 && byte <= 0x39) return byte + 4
  if (byte === PLUS || byte === DASH) return 62
  return byte === SLASH || byte === UNDERSCORE ? 63 : -1
}
