/** How a decoder works: it gives pieces, waits for bytes, and throws when there is nothing more to be had. */
import type { CompressedBytes } from './compressed-bytes.ts'

/**
 * A decoder at work. It yields decoded pieces, which are the taker's to keep, and undefined when it needs more bytes. It
 * returns how the data ended, and throws {@link CutError}, {@link DamageError} or {@link UnsupportedError} after it has
 * given everything that could be decoded.
 */
export type Decoding = Generator<Uint8Array | undefined, DataEnd, void>

/** What is after the last member, frame or stream: nothing, or bytes that are no such thing. */
export type DataEnd = 'end' | 'other bytes'

/** Opens a decoder on bytes that begin with its magic. */
export type Decoder = (input: CompressedBytes) => Decoding

/** The data ends too early. */
export class CutError extends Error {
  override readonly name = 'CutError'
}

/** The data is not what its format allows. */
export class DamageError extends Error {
  override readonly name = 'DamageError'
}

/** The data may be right, but cannot be decoded here: the message is a noun that says what it needs. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError'
}
