/** Texts of records: bytes, one character each, that stand for UTF-8. */

// A byte order mark is a text like any other.
const strict = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = /* @__PURE__ */ new TextEncoder()
const BEYOND_ASCII = /[^\x00-\x7f]/

/** The bytes as UTF-8; undefined where they are none, unless it is asked for U+FFFD in place of what is not. */
export function asUtf8(text: string): string | undefined
export function asUtf8(text: string, how: 'lenient'): string
export function asUtf8(text: string, how?: 'lenient'): string | undefined {
  if (!BEYOND_ASCII.test(text)) return text
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0))
  if (how === 'lenient') return lenient.decode(bytes)
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** The same of bytes in base64, with U+FFFD where they are not UTF-8. */
export function decodeBase64(base64: string): string {
  return asUtf8(atob(base64), 'lenient')
}

/** A text of JavaScript as the packages below take it: one character for each byte of its UTF-8. */
export function asBytes(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('')
}
