/** How a decoder works: it gives pieces, waits for bytes, and throws when there is nothing more to be had. */
import type { CompressedBytes } from './compressed-bytes.ts'

/**
 * A decoder at work. It yields decoded pieces, which are the taker's to keep, and undefined when it needs more bytes. It
 * returns how the data ended, and throws `CutError`, `DamageError` or `UnsupportedError` after it has
 * given everything that could be decoded.
 */
export type Decoding = Generator<Uint8Array | undefined, DataEnd, void>

/** What is after the last member, frame or stream: nothing, or bytes that are no such thing. */
export type DataEnd = 'end' | 'other bytes'

/** Opens a decoder on bytes that begin with its magic. */
export type Decoder = (input: CompressedBytes) => Decoding
