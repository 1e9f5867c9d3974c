/** Decompresses a stream of chunks, whatever it is compressed with, up to twice; a plain one passes through. */
import { checkChunk } from '@ts-audit/log/internal'
import { joined } from '../bytes.ts'
import { type InputSource, iteratorOf } from '../input-source.ts'
import { CompressedBytes } from './compressed-bytes.ts'
import { type Compression, compressionOf, MAGIC_BYTES, mayBeCompressed } from './compressions.ts'
import type { Decoder, Decoding } from './decoding.ts'
import { CutError, DamageError, UnsupportedError } from './decoding-errors.ts'
import { CompressionError, checkLimits, type DecompressionLimits } from './limits.ts'

/** Compressed data that was compressed again is read; a third time is no log's. */
const MOST_LEVELS = 2

/** Data that is read as far as it goes. */
export interface DecompressionWarning {
  /** It ends too early; it is damaged; or other bytes follow it, which are not read. */
  readonly kind: 'cut' | 'damaged' | 'trailing'
  readonly compression: Compression
  /** About where in the compressed data, in bytes. */
  readonly position: number
  /** A predicate for a person, about the data. */
  readonly message: string
}

/** How data is decompressed. */
export interface DecompressOptions {
  readonly limits?: DecompressionLimits | undefined
  /** Told when data is not read to its end. */
  readonly onWarning?: ((warning: DecompressionWarning) => void) | undefined
}

/** Data that is compressed or not. */
export interface DecompressedInput {
  /** What it is compressed with, the outermost first; none for plain data. */
  readonly compression: readonly Compression[]
  /**
   * The data, in pieces that are the taker's to keep, each in a buffer of its own. To be iterated once; nothing is read before it is asked for, and
   * what is read from is closed when the iteration ends.
   *
   * @throws {CompressionError} at a limit, or where the data cannot be decoded here; what came before has been given
   */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Bytes read so far of the data as it was given. */
  compressedBytesRead(): number
}

/**
 * Recognises data by its first bytes and decompresses it.
 *
 * @throws {CompressionError} when it is compressed in a way that cannot be read
 * @throws {TypeError} for a source that is none, or yields something else than bytes
 */
export async function decompress(
  source: InputSource,
  options: DecompressOptions = {},
): Promise<DecompressedInput> {
  let read = 0
  const iterator = iteratorOf(source)
  const counted = async function* (): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const next = await iterator.next()
      if (next.done === true) return
      checkChunk(next.value)
      read += next.value.length
      yield next.value
    }
  }
  const close = async (): Promise<void> => {
    await iterator.return?.()
  }
  return new Layers(options, () => read).open(closing(counted(), close))
}

/** Decompresses one level after the other. */
export class Layers {
  readonly #options: DecompressOptions
  readonly #compressedBytesRead: () => number
  readonly #compression: Compression[] = []
  /** What ends one level early ends the next one, too, which need not be said. */
  #hasWarned = false

  /** @param compressedBytesRead of the outermost data */
  constructor(options: DecompressOptions, compressedBytesRead: () => number) {
    this.#options = options
    this.#compressedBytesRead = compressedBytesRead
  }

  /** Decompresses levels until what comes of them is plain. */
  async open(source: Chunks): Promise<DecompressedInput> {
    let chunks = source
    try {
      for (;;) {
        const { beginning, all } = await peek(chunks)
        chunks = all
        const compression = compressionOf(beginning)
        if (compression === undefined) break
        const decoder = await this.add(compression)
        const outer = chunks
        chunks = closing(this.#decode(outer, compression, decoder), () => outer.close())
      }
    } catch (error) {
      await chunks.close()
      throw error
    }
    return {
      compression: this.#compression,
      chunks:
        this.#compression.length < MOST_LEVELS
          ? chunks
          : closing(this.#limited(chunks), () => chunks.close()),
      compressedBytesRead: this.#compressedBytesRead,
    }
  }

  /** There is one more level: gives its decoder. */
  async add(compression: Compression): Promise<Decoder> {
    const { name, decoder, command } = compression
    if (this.#compression.length === MOST_LEVELS) {
      const names = [...this.#compression.map((outer) => outer.name), name]
      throw new CompressionError('nested', `is compressed more than twice (${names.join(', ')})`)
    }
    if (decoder === undefined) {
      throw new CompressionError('no decoder', `is compressed (${name}), which is not read here`, command)
    }
    this.#compression.push(compression)
    return decoder()
  }

  #warn(kind: DecompressionWarning['kind'], compression: Compression, position: number, detail = ''): void {
    if (this.#hasWarned && kind !== 'trailing') return
    this.#hasWarned = true
    const { name } = compression
    const message = {
      cut: `is cut short (${name}): what is there was read`,
      damaged: `is damaged (${name}) near byte ${position}, ${detail}: what is before was read`,
      trailing: `has other bytes after its ${name} data, from byte ${position}: they were not read`,
    }[kind]
    this.#options.onWarning?.({ kind, compression, position, message })
  }

  /** Checks what has come of a level. */
  check(compressed: number, decompressed: number): void {
    checkLimits(compressed, decompressed, this.#options.limits ?? {})
  }

  async *#decode(
    source: Chunks,
    compression: Compression,
    decoder: Decoder,
  ): AsyncGenerator<Uint8Array, void, void> {
    const input = new CompressedBytes()
    let size = 0
    for await (const piece of decodedPieces(source, input, decoder(input), (end) =>
      this.end(end, compression, input.position),
    )) {
      size += piece.length
      this.check(input.position, size)
      yield piece
    }
  }

  /** Says how a level has ended: what its decoder has returned or thrown. */
  end(end: unknown, compression: Compression, position: number): void {
    if (end === 'end') return
    if (end === 'other bytes') this.#warn('trailing', compression, position)
    else if (end instanceof CutError) this.#warn('cut', compression, position)
    else if (end instanceof DamageError) this.#warn('damaged', compression, position, end.message)
    else if (end instanceof UnsupportedError) {
      const { name, command } = compression
      throw new CompressionError('unsupported', `is compressed (${name}) and needs ${end.message}`, command)
    } else throw end
  }

  /** Two levels together, each of which may be within its limit. */
  async *#limited(source: Chunks): AsyncGenerator<Uint8Array, void, void> {
    let size = 0
    for await (const piece of source) {
      size += piece.length
      this.check(this.#compressedBytesRead(), size)
      yield piece
    }
  }
}

/** Feeds a decoder and gives its pieces; `onEnd` is told how it ended: what it returned, or threw. */
export async function* decodedPieces(
  source: Chunks,
  input: CompressedBytes,
  decoding: Decoding,
  onEnd: (end: unknown) => void,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    for (;;) {
      let step: IteratorResult<Uint8Array | undefined, unknown>
      try {
        step = decoding.next()
      } catch (error) {
        onEnd(error)
        return
      }
      if (step.done === true) {
        onEnd(step.value)
        return
      }
      if (step.value !== undefined) yield step.value
      else {
        const chunk = await source.next()
        if (chunk.done === true) input.finish()
        else input.push(chunk.value)
      }
    }
  } finally {
    await source.close()
  }
}

/** Chunks that can be given up before the first is taken, as a generator alone cannot. */
export interface Chunks extends AsyncIterableIterator<Uint8Array> {
  next(): Promise<IteratorResult<Uint8Array, undefined>>
  close(): Promise<void>
}

/** The chunks of a generator; `close` is called, maybe more than once, when they are given up. */
export function closing(chunks: AsyncGenerator<Uint8Array, void, void>, close: () => Promise<void>): Chunks {
  const closeAll = async (): Promise<void> => {
    await chunks.return()
    await close()
  }
  return {
    next: async () => {
      const { done, value } = await chunks.next()
      return done === true ? { done, value: undefined } : { done: false, value: value as Uint8Array }
    },
    return: async () => {
      await closeAll()
      return { done: true, value: undefined }
    },
    close: closeAll,
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

interface Peeked {
  /** The first bytes: so many that more would not tell more. */
  readonly beginning: Uint8Array
  /** All chunks, those of the beginning included. */
  readonly all: Chunks
}

async function peek(source: Chunks): Promise<Peeked> {
  const beginning = await beginningOf(source)
  return { beginning, all: closing(withFirst(beginning, source), () => source.close()) }
}

/** The first bytes of what gives chunks: so many that more would not tell more of how it is compressed. */
export async function beginningOf(source: Pick<Chunks, 'next'>): Promise<Uint8Array> {
  let beginning: Uint8Array = new Uint8Array(0)
  while (compressionOf(beginning) === undefined && mayBeCompressed(beginning)) {
    const { done, value } = await source.next()
    if (done === true) break
    // Who reads may write over a chunk once the next one is asked for.
    beginning = beginning.length === 0 && value.length >= MAGIC_BYTES ? value : joined(beginning, value)
  }
  return beginning
}

async function* withFirst(first: Uint8Array, source: Chunks): AsyncGenerator<Uint8Array, void, void> {
  if (first.length > 0) yield first
  yield* source
}
