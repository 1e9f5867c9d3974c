/** Text kept as the bytes it stands in, decoded only when somebody prints it. */
import { latin1 } from '@ts-audit/log'
import { latin1Bytes } from '../byte-sink.ts'

export { latin1Bytes }

/** Bytes `start` (inclusive) to `end` (exclusive) of a buffer. */
export interface ByteSpan {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** The text of a span, one character per byte. */
export function spanText(span: ByteSpan): string {
  return latin1(span.bytes, span.start, span.end)
}

/** A span over a constant text. */
export function textSpan(text: string): ByteSpan {
  return { bytes: latin1Bytes(text), start: 0, end: text.length }
}

/**
 * Position of the first occurrence of a short constant (a field name such as `auid=`) in bytes `from` to `end`, or -1.
 *
 * For constants of the program only: the work is the product of both lengths.
 */
export function findBytes(bytes: Uint8Array, needle: Uint8Array, from: number, end: number): number {
  const size = needle.length
  const first = needle[0]
  const last = end - size
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== first) continue
    let matched = 1
    while (matched < size && bytes[at + matched] === needle[matched]) matched++
    if (matched === size) return at
  }
  return -1
}

/** True when the bytes at a position begin with a constant that ends at or before `end`. */
export function startsWith(bytes: Uint8Array, prefix: Uint8Array, at: number, end: number): boolean {
  if (at + prefix.length > end) return false
  for (let index = 0; index < prefix.length; index++) {
    if (bytes[at + index] !== prefix[index]) return false
  }
  return true
}
