/** Whether bytes are UTF-8, and latin1 texts (one character per byte) as the UTF-8 they stand for. */

/** True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end) {
    const first = bytes[at++] as number
    if (first < 0x80) continue
    if (first < 0xc2 || first > 0xf4) return false
    const more = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3
    if (at + more > end) return false
    const second = bytes[at] as number
    const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (second < least || second > most) return false
    for (let index = 1; index < more; index++)
      if (((bytes[at + index] as number) & 0xc0) !== 0x80) return false
    at += more
  }
  return true
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text of bytes; what is no UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  const part = bytes.subarray(start, end)
  // Browsers do not decode from shared memory.
  return decoder.decode(part.buffer instanceof ArrayBuffer ? part : new Uint8Array(part))
}

/** The text that a latin1 text stands for; what is no UTF-8 becomes U+FFFD. */
export function textOfLatin1(text: string): string {
  let at = 0
  while (at < text.length && text.charCodeAt(at) < 0x80) at++
  if (at === text.length) return text
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  return utf8Text(bytes, 0, bytes.length)
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 (RFC 4648) of bytes, padded. */
export function base64Text(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at += 3) {
    const left = end - at
    const second = left > 1 ? (bytes[at + 1] as number) : 0
    const third = left > 2 ? (bytes[at + 2] as number) : 0
    const group = ((bytes[at] as number) << 16) | (second << 8) | third
    text += DIGITS.charAt(group >> 18) + DIGITS.charAt((group >> 12) & 63)
    text += left > 1 ? DIGITS.charAt((group >> 6) & 63) : '='
    text += left > 2 ? DIGITS.charAt(group & 63) : '='
  }
  return text
}
