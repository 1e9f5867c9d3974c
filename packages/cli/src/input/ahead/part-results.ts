/** What another thread has read ahead, seen from the thread that reads the log from its beginning. */
import type { LogPart } from './log-parts.ts'
import type { PartMessage, PartThreadSetup } from './part-thread.ts'
import type { PartResult, PartSettings } from './read-part.ts'
import { takePart } from './take-part.ts'

/** Loaded with the thread. */
const workerThreads = (): typeof import('node:worker_threads') =>
  process.getBuiltinModule('node:worker_threads')

/** A thread that cannot be started, or fails, is no loss: what it has taken is read here. */
export class PartResults {
  readonly #taken: Int32Array<SharedArrayBuffer>
  readonly #results = new Map<number, PartResult | undefined>()
  readonly #worker: import('node:worker_threads').Worker
  #isOver = false
  #wake: (() => void) | undefined

  /** Starts the thread, which runs `script`. */
  constructor(script: URL, parts: readonly LogPart[], settings: PartSettings) {
    const { MessageChannel, Worker } = workerThreads()
    const { port1, port2 } = new MessageChannel()
    this.#taken = new Int32Array(new SharedArrayBuffer(parts.length * Int32Array.BYTES_PER_ELEMENT))
    const setup: PartThreadSetup = { kind: 'parts', port: port2, parts, settings, taken: this.#taken }
    this.#worker = new Worker(script, { workerData: setup, transferList: [port2] })
    const end = (): void => {
      this.#isOver = true
      this.#wake?.()
    }
    this.#worker.on('error', end)
    this.#worker.on('exit', end)
    port1.on('close', end)
    port1.on('message', ({ index, result }: PartMessage) => {
      this.#results.set(index, result)
      this.#wake?.()
    })
    // Who waits for a result holds the process.
    this.#worker.unref()
    port1.unref()
  }

  /** What the thread has found in a part, once it is done with it; undefined for a part that is to be read here. */
  async take(index: number): Promise<PartResult | undefined> {
    if (takePart(this.#taken, index)) return undefined
    this.#worker.ref()
    while (!this.#results.has(index) && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#worker.unref()
    const result = this.#results.get(index)
    this.#results.delete(index)
    return result
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
