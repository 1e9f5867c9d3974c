/** What bytes are read from. */

/** Anything that yields bytes: a web ReadableStream, a Node stream, a generator, an array of chunks. */
export type InputSource =
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  // Neither TypeScript's types of the browser nor Safari say that a stream can be iterated.
  | ReadableStream<Uint8Array>

/** Iterates over a source. */
export function iteratorOf(source: InputSource): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]()
  return Symbol.iterator in source ? source[Symbol.iterator]() : chunksOf(source)
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
