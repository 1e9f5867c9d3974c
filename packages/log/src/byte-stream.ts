/** What bytes come from, and iterating over it wherever a program runs. */

/** Anything that yields bytes: a web or Node stream, a generator, an array of chunks. */
export type ByteStream =
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  // Neither TypeScript's types of the browser nor Safari say that a stream can be iterated.
  | ReadableStream<Uint8Array>

/** Bytes, a file of the browser (`File`, `Blob`), a `Response`, or anything that yields bytes. */
export type ByteSource = Uint8Array | ArrayBuffer | Blob | Response | ByteStream

/**
 * The bytes of a source, as a stream.
 *
 * @throws {TypeError} for anything that is no source of bytes; it says what to give
 */
export function streamOf(source: unknown): ByteStream {
  if (source instanceof Uint8Array) return [source]
  if (source instanceof ArrayBuffer) return [new Uint8Array(source)]
  // Before the others: Node loads its client of HTTP, which takes 20 ms, when `Response` is named.
  if (isStream(source)) return source
  if (typeof Blob !== 'undefined' && source instanceof Blob) return source.stream()
  if (typeof Response !== 'undefined' && source instanceof Response) return source.body ?? []
  throw new TypeError(
    `A log is read from bytes (Uint8Array, ArrayBuffer), a Blob or File, a Response, or a stream of bytes, not from ${given(source)}`,
  )
}

function isStream(source: unknown): source is ByteStream {
  if (typeof source !== 'object' || source === null || ArrayBuffer.isView(source)) return false
  return Symbol.asyncIterator in source || Symbol.iterator in source || 'getReader' in source
}

/** @throws {TypeError} when what a stream yields, or a reader is given, are no bytes */
export function checkChunk(chunk: unknown): asserts chunk is Uint8Array {
  if (chunk instanceof Uint8Array) return
  throw new TypeError(`A log is read in chunks of bytes (Uint8Array), not from ${given(chunk)}`)
}

function given(value: unknown): string {
  if (typeof value === 'string')
    return 'a string: a file is read by readLog(path) of @ts-audit/events/node, a text by new TextEncoder().encode(text), a stream of Node without an encoding'
  if (value instanceof Promise) return 'a promise: await it first'
  if (ArrayBuffer.isView(value)) return 'this kind of array: new Uint8Array(it.buffer) has its bytes'
  return value === null ? 'null' : `a value of type ${typeof value}`
}

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
