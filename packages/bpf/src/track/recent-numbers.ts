/** Tells a counter that started over from one that is merely out of order. */

/**
 * The last numbers a counter gave, each with the event that carried it.
 *
 * Events come in the order of their stamps, numbers in the order they were written, and the two differ a little: a
 * call that blocks is stamped when it began. So a number lower than the one before proves nothing; it proves a restart
 * when it is lower than all recent ones, or when another event already carried it.
 */
export class RecentNumbers {
  readonly #numbers: Float64Array
  readonly #times: Float64Array
  #count = 0
  #max = -1

  constructor(size: number) {
    this.#numbers = new Float64Array(size)
    this.#times = new Float64Array(size)
  }

  /** The highest number since {@link clear}, or −1. */
  get max(): number {
    return this.#max
  }

  /** Whether any number is known. */
  get empty(): boolean {
    return this.#count === 0
  }

  add(number: number, time: number): void {
    const at = this.#count % this.#numbers.length
    this.#numbers[at] = number
    this.#times[at] = time
    this.#count++
    if (number > this.#max) this.#max = number
  }

  clear(): void {
    this.#count = 0
    this.#max = -1
  }

  /** Whether a number that is not above {@link max} shows that the counter started over. */
  restartsAt(number: number, time: number, slack: number): boolean {
    const known = Math.min(this.#count, this.#numbers.length)
    let lowest = Number.POSITIVE_INFINITY
    for (let at = 0; at < known; at++) {
      const seen = this.#numbers[at] ?? 0
      if (seen === number) return this.#times[at] !== time
      if (seen < lowest) lowest = seen
    }
    return number + slack < lowest
  }

  /** The nearest recent numbers below, and at or above, a number. */
  neighbours(number: number): Neighbours {
    const known = Math.min(this.#count, this.#numbers.length)
    const found: Neighbours = {
      below: -1,
      after: undefined,
      above: Number.POSITIVE_INFINITY,
      before: undefined,
    }
    for (let at = 0; at < known; at++) nearer(found, number, this.#numbers[at] ?? 0, this.#times[at] ?? 0)
    return found
  }
}

/** The neighbours of a number, each with its event's time in milliseconds. */
export interface Neighbours {
  below: number
  after: number | undefined
  above: number
  before: number | undefined
}

/** Takes `seen` as a neighbour of `number` when it is nearer than the one known. */
export function nearer(known: Neighbours, number: number, seen: number, time: number): void {
  if (seen < number && seen > known.below) {
    known.below = seen
    known.after = time
  } else if (seen >= number && seen < known.above) {
    known.above = seen
    known.before = time
  }
}
