/** The decoders of Node, which work in another thread: gzip always, zstd from Node 22.15 on. */
import type { Transform } from 'node:stream'
import { CompressedBytes } from '../compression/compressed-bytes.ts'
import type { Compression } from '../compression/compressions.ts'
import type { Decoder, Decoding } from '../compression/decoding.ts'

/** Between two chunks the decoder waits for this thread: of 16 KiB, which is the default, that takes half of the time. */
const CHUNK_BYTES = 1 << 20
/** So much is decoded ahead of the reader. */
const AHEAD_BYTES: number = 2 * CHUNK_BYTES
/** So much compressed data waits for the decoder. */
const WAITING_BYTES: number = 1 << 20

/** A decoder of Node at work. */
export type NativeDecoder = Transform & { readonly bytesWritten: number }

interface Options {
  readonly chunkSize: number
  readonly readableHighWaterMark: number
  readonly writableHighWaterMark: number
}

/** Opens Node's decoder of a format; undefined where this Node has none. */
export async function nativeDecoder({ name }: Compression): Promise<NativeDecoder | undefined> {
  if (name !== 'gzip' && name !== 'zstd') return undefined
  // Plain logs need not wait for it.
  const zlib = await import('node:zlib')
  const options: Options = {
    chunkSize: CHUNK_BYTES,
    readableHighWaterMark: AHEAD_BYTES,
    writableHighWaterMark: WAITING_BYTES,
  }
  if (name === 'gzip') return zlib.createGunzip(options)
  const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: Options) => NativeDecoder }
  return createZstdDecompress?.(options)
}

/**
 * Node's decoder of zstd stops without a word after the first frame, and where data is cut (22.23): what tells whether all
 * has been decoded, fed with the same data. Undefined where the decoder tells itself.
 */
export async function endWatcher({ name }: Compression): Promise<EndWatcher | undefined> {
  if (name !== 'zstd') return undefined
  const { passFrames } = await import('../compression/zstd.ts')
  return new EndWatcher(passFrames)
}

/** Watches data that goes to a decoder. */
export class EndWatcher {
  readonly #input = new CompressedBytes()
  readonly #passing: Decoding
  #isOver = false
  #isWhole = false

  constructor(pass: Decoder) {
    this.#passing = pass(this.#input)
  }

  push(chunk: Uint8Array): void {
    if (this.#isOver) return
    this.#input.push(chunk)
    this.#step()
  }

  /** The data has ended: whether it is whole. */
  end(): boolean {
    if (!this.#isOver) {
      this.#input.finish()
      this.#step()
    }
    return this.#isWhole
  }

  #step(): void {
    try {
      const step = this.#passing.next()
      if (step.done !== true) return
      this.#isWhole = step.value === 'end'
    } catch {
      // Decoding it again tells what is wrong.
    }
    this.#isOver = true
  }
}

/** Whether an error of {@link isDecodingError} says that the data ends too early. */
export function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
}

/** Whether an error says that data cannot be decoded, and not that it cannot be read. */
export function isDecodingError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^(Z|ZSTD)_|^ERR_ZLIB|^ZSTD_error/.test(code)
}
