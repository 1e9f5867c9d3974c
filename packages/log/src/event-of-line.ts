/** A line alone as an event, for who has lines and needs no reader. */
import type { LogEvent } from './event.ts'
import { HeaderParser } from './header.ts'
import { latin1, recordOf, TERMINATED } from './record.ts'

const NUL = 0
const ENRICHMENT = 0x1d
const NEWLINE = 0x0a
const NOT_LOOKED_FOR = -1

/**
 * The event of one record that a line holds; undefined for a line that is no record.
 *
 * @param text the line without its newline; it is copied
 * @param timeout as of a reader: it bounds the seconds of a stamp
 */
export function eventOfLine(text: Uint8Array, timeout: number): LogEvent | undefined {
  const bytes = new Uint8Array(text.length + 1)
  bytes.set(text)
  bytes[text.length] = NEWLINE
  const nul = text.indexOf(NUL)
  const end = nul < 0 ? text.length : nul
  const headers = new HeaderParser(timeout)
  if (headers.parse(bytes, 0, end) !== undefined) return undefined
  const { nodeStart, nodeEnd, seconds, milliseconds, serial, exact, type } = headers.header
  const separator = text.subarray(0, end).indexOf(ENRICHMENT)
  const textEnd = separator < 0 ? end : separator
  return {
    node: nodeStart < 0 ? undefined : latin1(bytes, nodeStart, nodeEnd),
    seconds,
    milliseconds,
    serial,
    exact,
    type,
    records: [recordOf(bytes, 0, NOT_LOOKED_FOR, textEnd, end, type, TERMINATED)],
  }
}
