/** Finding newlines in lines that are short as a rule, and in those that are not. */
import { NEWLINE } from './ascii.ts'

/** Up to here a loop is faster than the search of the engine, which a call costs (measured). */
const SHORT = 64

/** Where the first newline is at or after `at`; -1 where there is none. */
export function newlineAt(bytes: Uint8Array, at: number): number {
  const end = Math.min(bytes.length, at + SHORT)
  for (let position = at; position < end; position++) if (bytes[position] === NEWLINE) return position
  return end === bytes.length ? -1 : bytes.indexOf(NEWLINE, end)
}
