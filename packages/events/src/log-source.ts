/** What a log can be read from, and bytes of all of it. */
import type { ByteSource, ByteStream } from '@ts-audit/log'
import { checkChunk, iterableOf, streamOf } from '@ts-audit/log/internal'

/**
 * A log: its bytes, a file of the browser (`File`, `Blob`), a `Response`, a web or Node stream, or anything that yields bytes.
 * A path is read by `readLog` of `@ts-audit/events/node`.
 */
export type LogSource = ByteSource

/** Bytes pushed at once, so that few events are held at a time. */
const PIECE_BYTES = 256 << 10

/**
 * Gives the bytes of a log as often as they are asked for. What can be read only once, such as a stream, is given once.
 *
 * @throws {TypeError} for anything that is no log
 */
export function bytesOf(source: LogSource): () => ByteStream {
  const first = streamOf(source)
  if (!isReadOnce(source)) return () => streamOf(source)
  let isGiven = false
  return () => {
    if (isGiven)
      throw new TypeError('A stream can be read once: give readLog a new one, or keep the events in an array')
    isGiven = true
    return first
  }
}

/** A response, a stream of the web or of Node, or an iterator, such as a generator gives. */
function isReadOnce(source: LogSource): boolean {
  if (typeof Response !== 'undefined' && source instanceof Response) return true
  return 'getReader' in source || 'pipe' in source || 'next' in source
}

/**
 * The bytes of a stream in small pieces. Closes it when the iteration ends.
 *
 * @throws {TypeError} when it yields something else than bytes
 */
export async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of iterableOf(stream)) {
    checkChunk(chunk)
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES)
  }
}
