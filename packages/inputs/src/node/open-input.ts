/** Opens a file or a stream that may be compressed. */
import { type FileHandle, open } from 'node:fs/promises'
import { LogReadError } from '@ts-audit/log/node'
import { type Compression, compressionOf, MAGIC_BYTES } from '../compression/compressions.ts'
import {
  type Chunks,
  closing,
  type DecompressedInput,
  type DecompressOptions,
  Layers,
} from '../compression/decompress.ts'
import { KeptStream } from './kept-stream.ts'
import { type CompressedSource, decodedNatively, READ_FOR_NATIVE_BYTES } from './native-decoding.ts'

/** Read at once. */
const READ_BYTES = 128 << 10

/** How an input is opened. */
export interface OpenInputOptions extends DecompressOptions {
  /** Gives a buffer to read or decode data into, which is not used again as long as its data is needed; default: a new one. */
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
  if (typeof input !== 'string') return openStream(input, options)
  const file = options.file === undefined ? await openFile(input) : await InputFile.of(input, options.file)
  try {
    return await file.open(options)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openStream(input: AsyncIterable<Uint8Array>, options: OpenInputOptions): Promise<OpenedInput> {
  const source = new KeptStream(input)
  const layers = new Layers(options, () => source.bytesRead)
  const close = (): Promise<void> => source.close()
  try {
    const compression = compressionOf(await source.beginning())
    // Node's decoder of zstd stops after the first frame, and what follows may be more than is kept.
    const isNative = compression?.name === 'gzip'
    const decoder = isNative ? await layers.add(compression) : undefined
    const chunks =
      compression === undefined || decoder === undefined
        ? (source.again() as Chunks)
        : closing(decodedNatively({ source, compression, decoder, layers, buffer: options.buffer }), close)
    return { ...(await layers.open(chunks)), size: undefined }
  } catch (error) {
    await close()
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
    // A pipe or a device.
    if (this.#size === undefined) return openStream(this.#closing(this.#chunks(options.buffer)), options)
    const layers = new Layers(options, () => this.#furthest)
    const compression = await this.#compression()
    const decoder = compression === undefined ? undefined : await layers.add(compression)
    const chunks =
      compression === undefined || decoder === undefined
        ? this.#chunks(options.buffer)
        : decodedNatively({
            source: this.#compressed(),
            compression,
            decoder,
            layers,
            buffer: options.buffer,
          })
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

  #compressed(): CompressedSource {
    const bytesRead = (): number => this.#bytesRead
    return {
      chunks: (onChunk) => this.#chunks(() => new Uint8Array(READ_FOR_NATIVE_BYTES), onChunk),
      get bytesRead() {
        return bytesRead()
      },
      endsSoon: true,
      again: () => {
        const buffer = new Uint8Array(READ_BYTES)
        return closing(
          this.#chunks(() => buffer),
          async () => {},
        )
      },
    }
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

  async #read(buffer: Uint8Array, position: number | null): Promise<number> {
    try {
      return (await this.#handle.read(buffer, 0, buffer.length, position)).bytesRead
    } catch (error) {
      throw readError(this.#path, error)
    }
  }
}

const newBuffer = (): Uint8Array => new Uint8Array(READ_BYTES)

function readError(path: string, error: unknown): unknown {
  const isSystem = error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string'
  return isSystem ? new LogReadError(path, error) : error
}
