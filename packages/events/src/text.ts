/** Texts of records that are not UTF-8. */

const decoder = /* @__PURE__ */ new TextDecoder()

/** The bytes as UTF-8, with U+FFFD where they are not. */
export function decodeBase64(base64: string): string {
  return decoder.decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
}

/** A text of JavaScript as the packages below take it: one character for each byte of its UTF-8. */
export function asBytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}
