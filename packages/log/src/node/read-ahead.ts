/** Reads a file one buffer ahead: while one is scanned, a thread of the system's copies the next out of its cache. */
import { read, readSync } from 'node:fs'
import type { ChunkReader } from '../log-reader.ts'
import type { ChunkPool } from './chunk-pool.ts'

/** What a read gave: so many bytes of a buffer, or an error. */
interface Outcome {
  readonly buffer: Buffer
  readonly size: number
  readonly error: unknown
}

export class ReadAhead {
  readonly #descriptor: number
  readonly #reader: Pick<ChunkReader, 'buffersInFlight'>
  readonly #pool: ChunkPool
  /** Where in the file the read that is under way begins. */
  #position: number
  #underWay: Promise<Outcome>

  /** @param position where reading begins */
  constructor(
    descriptor: number,
    position: number,
    reader: Pick<ChunkReader, 'buffersInFlight'>,
    pool: ChunkPool,
  ) {
    this.#descriptor = descriptor
    this.#position = position
    this.#reader = reader
    this.#pool = pool
    this.#underWay = this.#read(undefined)
  }

  /**
   * The next bytes of the file, none at its end; reading goes on behind them.
   *
   * @throws the system's error
   */
  async next(): Promise<Buffer> {
    const { buffer, size: ahead, error } = await this.#underWay
    if (error !== null) throw error
    // The file may have grown since.
    const size = ahead > 0 ? ahead : readSync(this.#descriptor, buffer, 0, buffer.length, this.#position)
    this.#position += size
    if (size > 0) this.#underWay = this.#read(buffer)
    return size === buffer.length ? buffer : buffer.subarray(0, size)
  }

  /** Settles when nothing is read any more: the file may be closed, and the buffers used again. */
  async end(): Promise<void> {
    await this.#underWay
  }

  /** @param given the buffer that is about to be scanned */
  #read(given: Buffer | undefined): Promise<Outcome> {
    const held = given === undefined ? [] : [given]
    const buffer = this.#pool.take({
      buffersInFlight: () => new Set([...this.#reader.buffersInFlight(), ...held]),
    })
    return new Promise((resolve) => {
      read(this.#descriptor, buffer, 0, buffer.length, this.#position, (error, size) => {
        resolve({ buffer, size, error })
      })
    })
  }
}
