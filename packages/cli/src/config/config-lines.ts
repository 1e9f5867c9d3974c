/** The lines of auditd.conf as a reader with a buffer of fixed size sees them (spec 01 §B.1). */

/** Bytes read at a time, the newline included. */
const PIECE = 511

/** A line without its newline; undefined text when it did not fit or had no newline. */
export interface ConfigLine {
  readonly number: number
  readonly text: string | undefined
  /** False for a last line without newline. */
  readonly complete: boolean
}

/** Lines numbered from 1; each piece of a line that does not fit counts as one more. */
export function* configLines(text: string): Generator<ConfigLine> {
  let number = 1
  let pieces: number
  for (let start = 0; start < text.length; number += pieces) {
    const first = number
    pieces = 0
    let piece: string
    let ends: boolean
    do {
      const newline = text.indexOf('\n', start)
      const end = Math.min(start + PIECE, newline < 0 ? text.length : newline + 1)
      piece = text.slice(start, end)
      // A piece is text up to a NUL: a newline after one is not seen.
      ends = piece.endsWith('\n') && !piece.includes('\0')
      start = end
      pieces++
    } while (!ends && start < text.length)
    yield { number: first, text: pieces === 1 && ends ? piece.slice(0, -1) : undefined, complete: ends }
  }
}
