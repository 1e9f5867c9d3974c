/** What a log can be read from, and bytes of all of it. */
import type { ByteStream } from '@ts-audit/log'
import { iterableOf } from '@ts-audit/log/internal'

/**
 * A log: its bytes, a file of the browser (`File`, `Blob`), a `Response`, a web or Node stream, or anything that yields bytes.
 * A path is read by `readLog` of `@ts-audit/events/node`.
 */
export type LogSource = ByteStream | Uint8Array | ArrayBuffer | Blob | Response

/** Bytes pushed at once, so that few events are held at a time. */
const PIECE_BYTES = 256 << 10

/**
 * The bytes of a log.
 *
 * @throws {TypeError} for anything that is none
 */
export function bytesOf(source: unknown): ByteStream {
  if (source instanceof Uint8Array) return [source]
  if (source instanceof ArrayBuffer) return [new Uint8Array(source)]
  if (typeof Blob !== 'undefined' && source instanceof Blob) return source.stream()
  if (typeof Response !== 'undefined' && source instanceof Response) return source.body ?? []
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source || 'getReader' in source) {
      return source as ByteStream
    }
  }
  throw new TypeError(
    `readLog reads bytes (Uint8Array), a Blob or File, a Response, or a stream: ${given(source)}`,
  )
}

function given(source: unknown): string {
  if (typeof source === 'string') {
    return 'it was given a string. A path is read by readLog of @ts-audit/events/node, a text by new TextEncoder().encode(text)'
  }
  return `it was given ${source === null ? 'null' : `a value of type ${typeof source}`}`
}

/**
 * The bytes of a stream in small pieces. Closes it when the iteration ends.
 *
 * @throws {TypeError} when it yields something else than bytes
 */
export async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of iterableOf(stream)) {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(
        `readLog reads chunks of bytes (Uint8Array): it was given a chunk of type ${typeof chunk}`,
      )
    }
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES)
  }
}
