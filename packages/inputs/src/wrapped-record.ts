/** A record as auditd has written it, out of a text in which it has travelled. */
import { BACKSLASH, QUOTE, SPACE } from './ascii.ts'
import { ascii, indexOfByte, startsWith } from './bytes.ts'
import type { Part } from './clean-line.ts'
import { restoreSeparator } from './enrichment.ts'

const END_OF_EVENT = ascii('type=EOE ')
const NODE = ascii('node=')

/**
 * The record with its quotes and the separator of its enrichment as they were; undefined for an end of event, which auditd
 * does not write into its log, but gives to its plugins. The bytes are a record: `isAuditRecord` has said so.
 */
export function wrappedRecord(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  if (isEndOfEvent(bytes, start, end)) return undefined
  const plain = withoutQuoteEscapes(bytes, start, end)
  return plain === undefined
    ? restoreSeparator(bytes, start, end)
    : restoreSeparator(plain.bytes, plain.start, plain.end)
}

/**
 * The text without the backslashes before its quotes, as Graylog and others write them; undefined where any quote has none,
 * or there are no quotes: then the backslashes are the text's own.
 */
export function withoutQuoteEscapes(bytes: Uint8Array, start: number, end: number): Part | undefined {
  let quote = indexOfByte(bytes, QUOTE, start, end)
  if (quote <= start || bytes[quote - 1] !== BACKSLASH) return undefined
  for (; quote >= 0; quote = indexOfByte(bytes, QUOTE, quote + 1, end)) {
    if (bytes[quote - 1] !== BACKSLASH) return undefined
  }
  const out = new Uint8Array(end - start)
  let length = 0
  for (let at = start; at < end; at++) {
    const next = at + 1 < end ? bytes[at + 1] : undefined
    if (bytes[at] === BACKSLASH && (next === QUOTE || next === BACKSLASH)) at++
    out[length++] = bytes[at] as number
  }
  return { bytes: out, start: 0, end: length }
}

function isEndOfEvent(bytes: Uint8Array, start: number, end: number): boolean {
  if (!startsWith(bytes, start, end, NODE)) return startsWith(bytes, start, end, END_OF_EVENT)
  const blank = indexOfByte(bytes, SPACE, start, end)
  return blank >= 0 && startsWith(bytes, blank + 1, end, END_OF_EVENT)
}
