/** The bits of zstd that are read backwards: from the last byte of a stream to its first (RFC 8878, 4.1 and 4.2). */
import { DamageError } from './decoding-errors.ts'

/** The bit after the first that is read of the stream in bytes `start` to `end`: the highest that is set marks it. */
export function endBit(bytes: Uint8Array, start: number, end: number): number {
  const last = end > start ? (bytes[end - 1] as number) : 0
  if (last === 0) throw new DamageError('a stream of bits without an end')
  return end * 8 - 8 + (31 - Math.clz32(last))
}

/**
 * Bits from `bit` on, at most 24, of a stream that begins at bit `first`: before it there are zeros, as far as a decoder
 * looks ahead.
 */
export function bitsAt(bytes: Uint8Array, first: number, bit: number, count: number): number {
  return bit >= first ? wordAt(bytes, bit) & ((1 << count) - 1) : bitsBefore(bytes, first, bit, count)
}

function bitsBefore(bytes: Uint8Array, first: number, bit: number, count: number): number {
  const missing = first - bit
  return missing >= count ? 0 : (wordAt(bytes, first) & ((1 << (count - missing)) - 1)) << missing
}

/** At least 25 bits from a bit on, of which there are as many as are needed. */
export function wordAt(bytes: Uint8Array, bit: number): number {
  const at = bit >>> 3
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    (bit & 7)
  )
}
