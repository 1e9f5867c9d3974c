/** What bytes come from, and iterating over it wherever a program runs. */

/** Anything that yields bytes: a web or Node stream, a generator, an array of chunks. */
export type ByteStream =
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  // Neither TypeScript's types of the browser nor Safari say that a stream can be iterated.
  | ReadableStream<Uint8Array>

/** The chunks of a stream; it is cancelled when the iteration ends early. */
export function iterableOf(stream: ByteStream): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  return Symbol.asyncIterator in stream || Symbol.iterator in stream ? stream : chunksOf(stream)
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
