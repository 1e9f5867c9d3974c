/** How a line of an input is shown in a note. */

/** So much of it is shown. */
const SAMPLE_BYTES = 60

/** The beginning of a line, with a point for what is no printable character of ASCII. */
export function sampleOf(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < Math.min(end, start + SAMPLE_BYTES); at++) {
    const byte = bytes[at] as number
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return text
}
