/** When it is worth looking at a log again: when something in its folder has changed, or after a while anyway. */
import { type FSWatcher, watch } from 'node:fs'

/** A log that is written all the time is looked at this often. */
const LEAST_MILLISECONDS = 20

/** Waits for changes of a folder. */
export class WakeUp {
  readonly #folder: string
  readonly #poll: number
  #watcher: FSWatcher | undefined
  #changed = false
  #wake: (() => void) | undefined
  #last = 0

  /** @param poll milliseconds after which it is looked at without a sign: not every file system tells of changes */
  constructor(folder: string, poll: number) {
    this.#folder = folder
    this.#poll = poll
    this.#start()
  }

  /** Resolves when there may be something new, or the signal says stop. */
  async wait(signal: AbortSignal | undefined, atMost = this.#poll): Promise<void> {
    if (this.#watcher === undefined) this.#start()
    const since = performance.now() - this.#last
    if (since < LEAST_MILLISECONDS) await this.#sleep(LEAST_MILLISECONDS - since, signal, false)
    if (!this.#changed && signal?.aborted !== true)
      await this.#sleep(Math.min(atMost, this.#poll), signal, true)
    this.#changed = false
    this.#last = performance.now()
  }

  close(): void {
    this.#watcher?.close()
    this.#watcher = undefined
    this.#wake?.()
  }

  #start(): void {
    try {
      const watcher = watch(this.#folder, { persistent: true }, () => {
        this.#changed = true
        this.#wake?.()
      })
      watcher.on('error', () => {
        watcher.close()
        if (this.#watcher === watcher) this.#watcher = undefined
      })
      this.#watcher = watcher
    } catch {
      // The folder is missing, or the system has no watch left: then the poll has to do.
    }
  }

  #sleep(milliseconds: number, signal: AbortSignal | undefined, untilChange: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        this.#wake = undefined
        resolve()
      }
      const timer = setTimeout(done, milliseconds)
      signal?.addEventListener('abort', done, { once: true })
      if (untilChange) this.#wake = done
      if (signal?.aborted === true) done()
    })
  }
}
