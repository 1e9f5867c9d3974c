/** What bytes are read from. */
import type { ByteSource } from '@ts-audit/log'
import { iterableOf, streamOf } from '@ts-audit/log/internal'

/** Bytes, a file of the browser, a response, or anything that yields bytes: a web or Node stream, a generator, an array of chunks. */
export type InputSource = ByteSource

/**
 * Iterates over a source.
 *
 * @throws {TypeError} for anything that is none
 */
export function iteratorOf(source: InputSource): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  const chunks = iterableOf(streamOf(source))
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
}
