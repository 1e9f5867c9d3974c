/** Lower case as in the C library with the C locale. */

/** `text` with A–Z lower-cased; all other bytes stay. */
export function lowerCaseAscii(text: string): string {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  }
  return text.toLowerCase()
}
