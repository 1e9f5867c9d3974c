/** Unquoted values: the kernel writes text with spaces or control bytes as hexadecimal digits. */
import { CLOSE_PAREN, OPEN_PAREN } from '../ascii.ts'
import type { ByteSpan } from './byte-span.ts'
import { hexDigit } from './number.ts'

/**
 * As spec 01 §5.4 "DECODE": text in parentheses is taken as it is, hexadecimal digits are decoded up to the first zero
 * byte; undefined when there is neither.
 */
export function decodeValue(bytes: Uint8Array, at: number, end: number): ByteSpan | undefined {
  const decoded = decodeWhole(bytes, at, end)
  if (decoded === undefined || decoded.bytes === bytes) return decoded
  const zero = decoded.bytes.indexOf(0)
  return zero < 0 ? decoded : { ...decoded, end: zero }
}

/** As {@link decodeValue}, but zero bytes do not end the value (socket addresses). */
export function decodeWhole(bytes: Uint8Array, at: number, end: number): ByteSpan | undefined {
  if (at < end && bytes[at] === OPEN_PAREN) return parenthesised(bytes, at, end)
  const stop = hexRunEnd(bytes, at, end)
  if (stop - at < 2) return undefined
  const decoded = new Uint8Array((stop - at + 1) >> 1)
  for (let from = at; from < stop; from += 2) {
    const low = from + 1 < stop ? hexDigit(bytes[from + 1] ?? 0) : 0
    decoded[(from - at) >> 1] = (hexDigit(bytes[from] ?? 0) << 4) | low
  }
  return { bytes: decoded, start: 0, end: decoded.length }
}

/** The end of the run of hexadecimal digits at a position. */
export function hexRunEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = at
  while (stop < end && hexDigit(bytes[stop] ?? 0) >= 0) stop++
  return stop
}

function parenthesised(bytes: Uint8Array, at: number, end: number): ByteSpan | undefined {
  for (let stop = at; stop < end; stop++) {
    if (bytes[stop] === CLOSE_PAREN) return { bytes, start: at, end: stop + 1 }
  }
  return undefined
}
