/** What a log can be read from, and bytes of all of it. */
import type { InputSource } from '@ts-audit/inputs'

/**
 * A log: its bytes, a file of the browser (`File`, `Blob`), a `Response`, a web or Node stream, or anything that yields bytes.
 * A path is read by `readLog` of `@ts-audit/events/node`.
 */
export type LogSource = InputSource | Uint8Array | ArrayBuffer | Blob | Response

/** Bytes pushed at once of what is there as a whole. */
const PIECE_BYTES = 1 << 20

/**
 * The bytes of a log.
 *
 * @throws {TypeError} for anything that is none
 */
export function bytesOf(source: unknown): InputSource {
  if (source instanceof Uint8Array) return pieces(source)
  if (source instanceof ArrayBuffer) return pieces(new Uint8Array(source))
  if (typeof Blob !== 'undefined' && source instanceof Blob) return source.stream()
  if (typeof Response !== 'undefined' && source instanceof Response) return source.body ?? []
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source || 'getReader' in source) {
      return source as InputSource
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

/** A view on each part, so that few events are held at a time. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}
