/** Decodes with Node's decoder where there is one, and with that of this package what Node's gives up. */
import { Readable } from 'node:stream'
import { CompressedBytes } from '../compression/compressed-bytes.ts'
import type { Compression } from '../compression/compressions.ts'
import type { DataEnd, Decoder } from '../compression/decoding.ts'
import { DamageError } from '../compression/decoding-errors.ts'
import { type Chunks, decodedPieces, type Layers } from '../compression/decompress.ts'
import { free } from './freed-memory.ts'
import { endWatcher, isCut, isDecodingError, nativeDecoder } from './native-decoder.ts'

/** Read ahead for a decoder of Node, which is not to wait for more while the reader is at work. */
export const READ_FOR_NATIVE_BYTES: number = 512 << 10

/** Compressed data that is read from its beginning, maybe more than once. */
export interface CompressedSource {
  /** All of it, in chunks that are the taker's to keep; `onChunk` is told of each. */
  chunks(onChunk: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array, void, void>
  /** How many bytes of it have been read since it was begun. */
  readonly bytesRead: number
  /** Whether giving up `chunks` is worth waiting for, since a read that is under way ends soon. */
  readonly endsSoon: boolean
  /** All of it once more, when `chunks` has been given up; undefined where its beginning is gone. */
  again(): Chunks | undefined
}

/** What is decoded, and how. */
export interface NativeDecoding {
  readonly source: CompressedSource
  readonly compression: Compression
  readonly decoder: Decoder
  readonly layers: Layers
  /** Gives a buffer for decoded data, see `OpenInputOptions`. */
  readonly buffer: (() => Uint8Array) | undefined
}

/**
 * Decodes with Node's decoder where there is one. That one gives nothing of the piece in which an error is, and may end
 * without a word before the data does: then the decoder of this package begins anew, passes over what has been given,
 * and tells.
 */
export async function* decodedNatively(decoding: NativeDecoding): AsyncGenerator<Uint8Array, void, void> {
  const { source, compression, layers, buffer } = decoding
  let given = 0
  /** How the data ended, to be said where it cannot be begun anew. */
  let end: DataEnd | Error | undefined
  const native = await nativeDecoder(compression)
  if (native !== undefined) {
    const watcher = await endWatcher(compression)
    const chunks = source.chunks((chunk) => watcher?.push(chunk))
    const readable = Readable.from(chunks, { objectMode: false, highWaterMark: READ_FOR_NATIVE_BYTES })
    readable.on('error', (error) => native.destroy(error))
    try {
      for await (const piece of readable.pipe(native)) {
        given += piece.length
        layers.check(native.bytesWritten, given)
        if (buffer === undefined) yield alone(piece)
        else yield* copied(piece, buffer)
      }
      const isWhole = watcher?.end() ?? true
      if (isWhole && native.bytesWritten === source.bytesRead) return
      end = 'other bytes'
    } catch (error) {
      if (!isDecodingError(error)) throw error
      const reason = isCut(error) ? 'it ends too early' : (error as Error).message
      // What is in the piece that Node's decoder was at is gone.
      end = new DamageError(
        `${reason}, and up to 1 MiB before it is lost, since so long a pipe is not read again`,
      )
    } finally {
      native.destroy()
      readable.destroy()
      if (source.endsSoon) await chunks.return()
    }
  }
  const again = source.again()
  if (again === undefined) layers.end(end, compression, native?.bytesWritten ?? 0)
  else yield* decodedHere(decoding, again, given)
}

async function* decodedHere(
  { compression, decoder, layers }: NativeDecoding,
  source: Chunks,
  given: number,
): AsyncGenerator<Uint8Array, void, void> {
  const input = new CompressedBytes()
  let size = 0
  for await (const piece of decodedPieces(source, input, decoder(input), (end) =>
    layers.end(end, compression, input.position),
  )) {
    const before = size
    size += piece.length
    if (size <= given) continue
    layers.check(input.position, size)
    yield before < given ? piece.subarray(given - before) : piece
  }
}

/** A piece in buffers that are used again; its own is freed once nothing of it is to come. */
function* copied(piece: Uint8Array, buffer: () => Uint8Array): Generator<Uint8Array, void, void> {
  for (let at = 0; at < piece.length; ) {
    const target = buffer()
    const size = Math.min(target.length, piece.length - at)
    target.set(piece.subarray(at, at + size))
    at += size
    // Until it is full, the decoder writes the next piece to the rest of it.
    if (at === piece.length && piece.byteOffset + at === piece.buffer.byteLength) free(piece.buffer)
    yield target.subarray(0, size)
  }
}

/** Node's decoders put several pieces into one buffer; a reader takes note of where buffers come from. */
function alone(piece: Uint8Array): Uint8Array {
  return piece.length === piece.buffer.byteLength ? piece : new Uint8Array(piece)
}
