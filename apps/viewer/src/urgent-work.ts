/** Lets a long job wait for what somebody sits in front of: rows on the screen, the event that was clicked. */

/** What is urgent in a worker, and the way for a job to step back for it. */
export class UrgentWork {
  readonly #channel = new MessageChannel()
  readonly #turns: (() => void)[] = []
  #pending = 0
  #isIdle: (() => void)[] = []

  constructor() {
    this.#channel.port1.onmessage = () => this.#turns.shift()?.()
  }

  /** Does something urgent. */
  async do<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    this.#pending++
    try {
      return await act()
    } finally {
      if (--this.#pending === 0) {
        const waiting = this.#isIdle
        this.#isIdle = []
        for (const goOn of waiting) goOn()
      }
    }
  }

  /** Takes the messages that have come, and ends when nothing urgent is left. A timer would take four milliseconds. */
  readonly pause = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      this.#turns.push(resolve)
      this.#channel.port2.postMessage(undefined)
    })
    if (this.#pending > 0) await new Promise<void>((resolve) => this.#isIdle.push(resolve))
  }
}
