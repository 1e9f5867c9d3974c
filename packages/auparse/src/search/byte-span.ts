/** Text kept as a span of bytes, and decoded only when it is printed. */
import { latin1 } from '@ts-audit/log/internal'
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

/** A constant of the program, such as `auid=`, prepared to be found in records. */
export interface Needle {
  readonly bytes: Uint8Array
  readonly length: number
  /** By byte: how far the search may move on when that byte stands where the constant would end. */
  readonly skips: Uint8Array
}

/** Prepares a constant of 1 to 255 bytes. */
export function toNeedle(text: string): Needle {
  const bytes = latin1Bytes(text)
  const { length } = bytes
  const skips = new Uint8Array(256).fill(length)
  bytes.subarray(0, -1).forEach((byte, index) => {
    skips[byte] = length - 1 - index
  })
  return { bytes, length, skips }
}

/**
 * Position of the first occurrence of a constant in bytes `from` to `end`, or -1.
 *
 * Horspool's search: on system call records about half the time of a search byte by byte. Its work is at worst the
 * product of both lengths, so it is for short constants only.
 */
export function findBytes(
  bytes: Uint8Array,
  { bytes: wanted, skips }: Needle,
  from: number,
  end: number,
): number {
  const size = wanted.length
  const last = size - 1
  const lastByte = wanted[last]
  let at = from + last
  while (at < end) {
    const byte = bytes[at] ?? 0
    if (byte === lastByte) {
      let matched = 1
      while (matched < size && bytes[at - matched] === wanted[last - matched]) matched++
      if (matched === size) return at - last
    }
    at += skips[byte] ?? 1
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
