/** Read buffers, used again once no event in flight refers to them: touching fresh memory costs more than scanning it. */
import type { ChunkReader } from '../log-reader.ts'

/** Small enough to stay in a processor's cache while it is scanned, large enough that little else is done for each. */
const CHUNK_BYTES = 512 << 10
/** Up to this many more buffers than are in use are kept free; the others are given up. */
const MAX_SPARES = 8

export class ChunkPool {
  readonly #chunkBytes: number
  #free: Buffer<ArrayBuffer>[] = []
  #used: Buffer<ArrayBuffer>[] = []

  /** @param chunkBytes size of each buffer in bytes */
  constructor(chunkBytes: number = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes
  }

  /** A buffer that no event in flight of the reader refers to; it is the pool's again when the next one is taken. */
  take(reader: Pick<ChunkReader, 'buffersInFlight'>): Buffer<ArrayBuffer> {
    if (this.#free.length === 0) this.#reclaim(reader)
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#chunkBytes)
    this.#used.push(buffer)
    return buffer
  }

  /**
   * Looks through the events in flight for buffers that are free again. Afterwards at least as many are free as are in use,
   * if need be new ones, so that this is not repeated before the log has moved on.
   */
  #reclaim(reader: Pick<ChunkReader, 'buffersInFlight'>): void {
    const inFlight = new Set<ArrayBufferLike>()
    for (const bytes of reader.buffersInFlight()) inFlight.add(bytes.buffer)
    const isFree = ({ buffer }: Buffer): boolean => !inFlight.has(buffer)
    this.#free = this.#used.filter(isFree)
    this.#used = this.#used.filter((buffer) => !isFree(buffer))
    this.#free.length = Math.min(this.#free.length, this.#used.length + MAX_SPARES)
    while (this.#free.length < this.#used.length) this.#free.push(Buffer.allocUnsafeSlow(this.#chunkBytes))
  }
}
