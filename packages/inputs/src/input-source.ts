/** What bytes are read from. */
import type { ByteStream } from '@ts-audit/log'
import { iterableOf } from '@ts-audit/log/internal'

/** Anything that yields bytes: a web or Node stream, a generator, an array of chunks. */
export type InputSource = ByteStream

/** Iterates over a source. */
export function iteratorOf(source: InputSource): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  const chunks = iterableOf(source)
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]()
}
