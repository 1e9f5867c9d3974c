/** Lower case as the C library has it in the C locale. */

/** `text` with A–Z lower-cased; all other bytes stay. */
export function lowerCaseAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}
