/** Notices when many things happen in a short time. */

/** Notices when `count` things happen within `withinMs`; counts each burst once, until things calm down. */
export class BurstMeter {
  /** The last times, a ring once it is full; one that is seldom used has none. */
  #times: number[] | undefined
  #first: number | undefined
  readonly #count: number
  readonly #withinMs: number
  #next = 0
  #until = Number.NEGATIVE_INFINITY

  constructor(count: number, withinMs: number) {
    this.#count = Math.max(1, count)
    this.#withinMs = withinMs
  }

  /** True when this makes a burst, and no earlier one is still going on. */
  add(time: number): boolean {
    if (this.#first === undefined && this.#count > 1) {
      this.#first = time
      this.#next = 1
      return false
    }
    this.#times ??= [this.#first ?? time]
    const times = this.#times
    times[this.#next] = time
    this.#next = (this.#next + 1) % this.#count
    if (times.length < this.#count) return false
    const oldest = times[this.#next] ?? Number.NEGATIVE_INFINITY
    if (time - oldest > this.#withinMs) return false
    const begins = time > this.#until
    this.#until = time + this.#withinMs
    return begins
  }
}
