/** Decodes text of the log, kept as latin1, as the UTF-8 it is. */

const BEYOND_ASCII = /[\x80-\xff]/
const decoder = new TextDecoder()

/** Decodes latin1 text, a character for each byte, as UTF-8; what is not UTF-8 becomes U+FFFD. */
export function toUnicode(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return decoder.decode(bytes)
}
