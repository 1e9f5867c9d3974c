/** For tests: text as bytes, and bytes in pieces. */

/** The bytes of latin1 text. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0))
}

/** Cuts bytes at the given positions (those beyond the end are ignored), each piece in a buffer of its own. */
export function cutAt(whole: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(positions)].filter((at) => at < whole.length).sort((a, b) => a - b)
  return [0, ...cuts].map((start, index) => whole.slice(start, cuts[index] ?? whole.length))
}
