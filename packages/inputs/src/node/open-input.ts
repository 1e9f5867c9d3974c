/** Opens a file or a stream that may be compressed. */
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { LogReadError } from '@ts-audit/log/node'
import { CompressedBytes } from '../compression/compressed-bytes.ts'
import { type Compression, compressionOf, MAGIC_BYTES } from '../compression/compressions.ts'
import type { Decoder } from '../compression/decoding.ts'
import {
  type Chunks,
  closing,
  type DecompressedInput,
  type DecompressOptions,
  decodedPieces,
  decompress,
  Layers,
} from '../compression/decompress.ts'
import { endWatcher, isDecodingError, nativeDecoder } from './native-decoder.ts'

/** Read at once. */
const READ_BYTES = 128 << 10
/** Read at once for a decoder of Node, which is not to wait for more while the reader is at work. */
const READ_FOR_NATIVE_BYTES: number = 512 << 10

/** How an input is opened. */
export interface OpenInputOptions extends DecompressOptions {
  /** Gives a buffer to read plain data into, which is not used again as long as its data is needed; default: a new one. */
  readonly buffer?: (() => Uint8Array) | undefined
  /** A regular file, where it is open already; then it is not closed. */
  readonly file?: FileHandle | undefined
}

/** A file or stream that may be compressed. */
export interface OpenedInput extends DecompressedInput {
  /** The bytes of a regular file, as it is on disk: what {@link compressedBytesRead} comes to. */
  readonly size: number | undefined
}

/**
 * Opens a file by its path, or a stream that is read already, such as `process.stdin`. What it is compressed with is told
 * by its first bytes, never by its name.
 *
 * @throws {CompressionError} when it is compressed in a way that cannot be read
 * @throws {LogReadError} when the file cannot be opened or read; so does the iteration of its chunks
 */
export async function openInput(
  input: string | AsyncIterable<Uint8Array>,
  options: OpenInputOptions = {},
): Promise<OpenedInput> {
  if (typeof input !== 'string') return { ...(await decompress(input, options)), size: undefined }
  const file = options.file === undefined ? await openFile(input) : await InputFile.of(input, options.file)
  try {
    return await file.open(options)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openFile(path: string): Promise<InputFile> {
  try {
    const handle = await open(path, 'r')
    const stats = await handle.stat()
    return new InputFile(path, handle, stats.isFile() ? stats.size : undefined)
  } catch (error) {
    throw readError(path, error)
  }
}

class InputFile {
  readonly #path: string
  readonly #handle: FileHandle
  /** Undefined for what is no regular file. */
  readonly #size: number | undefined
  #isOpen = true
  #bytesRead = 0
  /** The most that {@link #bytesRead} has been: reading may begin anew. */
  #furthest = 0

  constructor(path: string, handle: FileHandle, size: number | undefined) {
    this.#path = path
    this.#handle = handle
    this.#size = size
  }

  /** A file that is open already, and stays so. */
  static async of(path: string, handle: FileHandle): Promise<InputFile> {
    const file = new InputFile(path, handle, (await handle.stat()).size)
    file.#isOpen = false
    return file
  }

  async open(options: OpenInputOptions): Promise<OpenedInput> {
    const layers = new Layers(options, () => this.#furthest)
    const compression = this.#size === undefined ? undefined : await this.#compression()
    const decoder = compression === undefined ? undefined : await layers.add(compression)
    const chunks =
      compression === undefined || decoder === undefined
        ? this.#chunks(options.buffer)
        : this.#decoded(compression, decoder, layers)
    return { ...(await layers.open(this.#closing(chunks))), size: this.#size }
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#handle.close()
  }

  /** Closes the file when all is read, or nobody takes more. */
  #closing(chunks: AsyncGenerator<Uint8Array, void, void>): Chunks {
    const close = (): Promise<void> => this.close()
    const closedAtEnd = async function* (): AsyncGenerator<Uint8Array, void, void> {
      try {
        yield* chunks
      } finally {
        await close()
      }
    }
    return closing(closedAtEnd(), close)
  }

  async #compression(): Promise<Compression | undefined> {
    const beginning = new Uint8Array(MAGIC_BYTES)
    const size = await this.#read(beginning, 0)
    return compressionOf(beginning.subarray(0, size))
  }

  /** The file as it is. */
  async *#chunks(
    buffer: () => Uint8Array = newBuffer,
    onChunk: (chunk: Uint8Array) => void = () => {},
  ): AsyncGenerator<Uint8Array, void, void> {
    this.#bytesRead = 0
    for (;;) {
      const bytes = buffer()
      const size = await this.#read(bytes, this.#size === undefined ? null : this.#bytesRead)
      if (size === 0) return
      this.#bytesRead += size
      this.#furthest = Math.max(this.#furthest, this.#bytesRead)
      const chunk = bytes.subarray(0, size)
      onChunk(chunk)
      yield chunk
    }
  }

  /**
   * Decodes with Node's decoder where there is one. That one gives nothing of the piece in which an error is, and may end
   * without a word before the file does: then the decoder of this package begins anew, passes over what has been given,
   * and tells.
   */
  async *#decoded(
    compression: Compression,
    decoder: Decoder,
    layers: Layers,
  ): AsyncGenerator<Uint8Array, void, void> {
    let given = 0
    const native = await nativeDecoder(compression)
    if (native !== undefined) {
      const watcher = await endWatcher(compression)
      const buffer = (): Uint8Array => new Uint8Array(READ_FOR_NATIVE_BYTES)
      const chunks = this.#chunks(buffer, (chunk) => watcher?.push(chunk))
      const source = Readable.from(chunks, { objectMode: false, highWaterMark: READ_FOR_NATIVE_BYTES })
      source.on('error', (error) => native.destroy(error))
      try {
        for await (const piece of source.pipe(native)) {
          given += piece.length
          layers.check(native.bytesWritten, given)
          yield alone(piece)
        }
        const isWhole = watcher?.end() ?? true
        if (isWhole && native.bytesWritten === this.#bytesRead) return
      } catch (error) {
        if (!isDecodingError(error)) throw error
      } finally {
        native.destroy()
        source.destroy()
        // A read may be under way.
        await chunks.return()
      }
    }
    yield* this.#decodedHere(compression, decoder, layers, given)
  }

  async *#decodedHere(
    compression: Compression,
    decoder: Decoder,
    layers: Layers,
    given: number,
  ): AsyncGenerator<Uint8Array, void, void> {
    const input = new CompressedBytes()
    const buffer = new Uint8Array(READ_BYTES)
    const source = closing(
      this.#chunks(() => buffer),
      async () => {},
    )
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

  async #read(buffer: Uint8Array, position: number | null): Promise<number> {
    try {
      return (await this.#handle.read(buffer, 0, buffer.length, position)).bytesRead
    } catch (error) {
      throw readError(this.#path, error)
    }
  }
}

/** Node's decoders put several pieces into one buffer; a reader takes note of where buffers come from. */
function alone(piece: Uint8Array): Uint8Array {
  return piece.length === piece.buffer.byteLength ? piece : new Uint8Array(piece)
}

const newBuffer = (): Uint8Array => new Uint8Array(READ_BYTES)

function readError(path: string, error: unknown): unknown {
  const isSystem = error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
  return isSystem ? new LogReadError(path, error) : error
}
