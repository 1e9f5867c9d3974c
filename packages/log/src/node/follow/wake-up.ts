/** When it is worth looking at a log again: when something in its folder has changed, or after a while anyway. */
import { type FSWatcher, watch } from 'node:fs'

/** Waits for changes of a folder. */
export class WakeUp {
  readonly #folder: string
  readonly #poll: number
  readonly #pause: number
  #watcher: FSWatcher | undefined
  #changed = false
  #wake: (() => void) | undefined

  /**
   * @param poll milliseconds after which it is looked at without a sign: not every file system tells of changes
   * @param pause milliseconds until a log that is being written is looked at again
   */
  constructor(folder: string, poll: number, pause: number) {
    this.#folder = folder
    this.#poll = poll
    this.#pause = pause
    this.#start()
  }

  /**
   * Resolves when there may be something new, or the signal says stop.
   *
   * @param isBusy the last look has found something: then the next one follows soon, and a sign for each write would take
   * longer than the looks
   */
  async wait(signal: AbortSignal | undefined, isBusy: boolean, atMost = this.#poll): Promise<void> {
    if (isBusy) {
      this.#watcher?.close()
      this.#watcher = undefined
      await this.#sleep(this.#pause, signal, false)
      return
    }
    if (this.#watcher === undefined) {
      this.#start()
      // What was written before it began gives no sign.
      if (this.#watcher !== undefined) return
    }
    if (!this.#changed && signal?.aborted !== true)
      await this.#sleep(Math.min(atMost, this.#poll), signal, true)
    this.#changed = false
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
