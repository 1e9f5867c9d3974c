/** Writes what a sink gathers to a file descriptor: large writes, one under way while the next is prepared. */
import { write, writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { ByteSink } from '@ts-audit/auparse/internal'
import type { OutputTransform } from './terminal-output.ts'

/** Milliseconds between two tries on a descriptor that is not ready (one set to non-blocking by another process). */
const RETRY_DELAY = 5
/** Size of the first buffer, in bytes. */
const FIRST_BUFFER = 1 << 20
/** A buffer that one huge event has made larger than this is not kept. */
const MAX_KEPT_BUFFER = 16 << 20

/** Output could not be written. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
  readonly code: string
  /** What the command ends with. */
  readonly status: number

  constructor(cause: NodeJS.ErrnoException, status: number) {
    super(cause.message, { cause })
    this.code = cause.code ?? 'EIO'
    this.status = status
  }
}

/** One output stream. Formats write into {@link sink}; {@link advance} is called between chunks of input. */
export class Output {
  readonly sink = new ByteSink(FIRST_BUFFER)
  /** Changes complete lines before they are written; undefined for none. */
  transform: OutputTransform | undefined
  /** The exit status when it cannot be written. */
  failureStatus = 1
  readonly #descriptor: number
  #spare: Uint8Array | undefined
  #writing: Promise<void> | undefined

  constructor(descriptor: number) {
    this.#descriptor = descriptor
  }

  /**
   * Starts writing what has gathered, having waited for the write before: output that nobody takes stops the reading.
   *
   * @throws {OutputError} when the write before failed
   */
  async advance(): Promise<void> {
    await this.#writing
    this.#writing = undefined
    const { sink } = this
    if (sink.length === 0) return
    const { bytes, length } = sink
    sink.bytes = this.#spare ?? new Uint8Array(bytes.length)
    sink.length = 0
    this.#spare = undefined
    this.#writing = this.#write(bytes, length)
    // Whoever waits for the write learns of its failure; until then it is not an unhandled rejection.
    this.#writing.catch(() => {})
  }

  /** How many bytes are going to be written by {@link endNow}, once those under way are. */
  async pendingBytes(): Promise<number> {
    await this.#writing
    this.#writing = undefined
    const { bytes, length } = this.sink
    if (length === 0) return 0
    const output = this.transform?.(bytes.subarray(0, length))
    if (output !== undefined) {
      this.sink.length = 0
      this.sink.writeBytes(output)
    }
    return this.sink.length
  }

  /**
   * Writes what {@link pendingBytes} has counted in this thread, so that little time is between it and what comes next.
   *
   * @throws {OutputError} when that fails
   */
  async endNow(): Promise<void> {
    const { sink } = this
    let written = 0
    while (written < sink.length) {
      try {
        written += writeSync(this.#descriptor, sink.bytes, written, sink.length - written)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN')
          throw new OutputError(error as NodeJS.ErrnoException, this.failureStatus)
        await delay(RETRY_DELAY)
      }
    }
    sink.length = 0
  }

  /** Writes everything, and waits for it. */
  async end(): Promise<void> {
    await this.advance()
    await this.#writing
  }

  async #write(bytes: Uint8Array, length: number): Promise<void> {
    const output = this.transform?.(bytes.subarray(0, length)) ?? bytes
    const end = output === bytes ? length : output.length
    for (let written = 0; written < end; ) {
      const count = await this.#writeSome(output, written, end)
      if (count === 0) await delay(RETRY_DELAY)
      written += count
    }
    if (bytes.length <= MAX_KEPT_BUFFER) this.#spare = bytes
  }

  /** One write call; 0 when the descriptor would block. */
  #writeSome(bytes: Uint8Array, start: number, end: number): Promise<number> {
    return new Promise((resolve, reject) => {
      write(this.#descriptor, bytes, start, end - start, null, (error, count) => {
        if (error === null) resolve(count)
        else if (error.code === 'EAGAIN') resolve(0)
        else reject(new OutputError(error, this.failureStatus))
      })
    })
  }
}
