/** Threads that format batches of events, seen from the main thread. */
import type { MessagePort } from 'node:worker_threads'
import type { FormatChoice } from './create-format.ts'
import { type FormatResult, type FormatTask, READY, type ThreadSetup } from './format-thread.ts'

/** Loaded with the first thread: that takes as long as a short search, and few searches start one. */
const workerThreads = (): typeof import('node:worker_threads') =>
  process.getBuiltinModule('node:worker_threads')

/** Batches that a thread has at most: one it works on, and enough that it need not wait while others are scanned. */
const DEPTH = 4

/** Takes the result of one task. */
type Receive = (result: FormatResult) => void

/** A thread that could not be started is no loss: there is only one less. A thread that fails later is fatal. */
export class FormatThreads {
  readonly #threads: FormatThread[] = []
  #wake: (() => void) | undefined
  #failure: Error | undefined

  /** Starts `count` threads that run `script`; until they are ready none of them is free. */
  constructor(script: URL, choice: FormatChoice, count: number) {
    for (let started = 0; started < count; started++) {
      this.#threads.push(
        new FormatThread(script, choice, {
          onResult: () => this.#wake?.(),
          onFailure: (error) => {
            this.#failure ??= error
            this.#wake?.()
          },
        }),
      )
    }
  }

  /** A thread that can take a task now. */
  free(): FormatThread | undefined {
    let best: FormatThread | undefined
    for (const thread of this.#threads) {
      if (thread.ready && thread.tasks < DEPTH && (best === undefined || thread.tasks < best.tasks))
        best = thread
    }
    return best
  }

  /**
   * Takes in the results that have arrived, without waiting.
   *
   * @throws the error of a thread that has failed
   */
  poll(): void {
    for (const thread of this.#threads) thread.poll()
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Settles when a result has arrived, or a thread has failed, which {@link poll} tells. */
  arrival(): Promise<void> {
    if (this.#failure !== undefined) return Promise.resolve()
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }
}

/** One thread, and who waits for what it was given. */
export class FormatThread {
  /** How many tasks it has. */
  tasks = 0
  ready = false
  readonly #port: MessagePort
  readonly #receivers: Receive[] = []
  readonly #onResult: () => void

  constructor(
    script: URL,
    choice: FormatChoice,
    listener: { readonly onResult: () => void; readonly onFailure: (error: Error) => void },
  ) {
    const { MessageChannel, Worker } = workerThreads()
    const { port1, port2 } = new MessageChannel()
    this.#port = port1
    this.#onResult = listener.onResult
    const setup: ThreadSetup = { kind: 'format', port: port2, choice }
    const worker = new Worker(script, { workerData: setup, transferList: [port2] })
    worker.on('error', (error) => {
      const wasReady = this.ready
      this.ready = false
      if (wasReady) listener.onFailure(error)
    })
    worker.on('exit', () => {
      this.ready = false
      if (this.tasks > 0) listener.onFailure(new Error('a thread that formats events has ended'))
    })
    port1.on('message', this.#take)
    // The caller that needs a result waits for it; work in flight must not keep the process alive.
    worker.unref()
    port1.unref()
  }

  /** Gives it a task; `receive` is called with the result, by {@link poll} or between two turns of the event loop. */
  post(task: FormatTask, receive: Receive): void {
    this.tasks++
    this.#receivers.push(receive)
    this.#port.ref()
    this.#port.postMessage(task)
  }

  poll(): void {
    const { receiveMessageOnPort } = workerThreads()
    for (;;) {
      const received = receiveMessageOnPort(this.#port)
      if (received === undefined) return
      this.#take(received.message)
    }
  }

  readonly #take = (message: typeof READY | FormatResult): void => {
    if (message === READY) {
      this.ready = true
      return
    }
    this.tasks--
    if (this.tasks === 0) this.#port.unref()
    this.#receivers.shift()?.(message)
    this.#onResult()
  }
}
