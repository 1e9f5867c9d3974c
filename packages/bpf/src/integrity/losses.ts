/** When messages were reported as lost: a gap near such a report needs no other explanation. */

/** Milliseconds. A report comes when something can be written again, and can name the event before. */
const BEFORE_MS = 1_000
const AFTER_MS = 6_000
const MOST = 100_000

/** The times of reports, in milliseconds since 1970-01-01 UTC. */
export class Losses {
  readonly #times: number[] = []
  #isSorted = true

  /** @param event the id of an event beside it: `1700000000.123:45` */
  add(event: string): void {
    const time = Math.round(Number(/\d{1,12}\.\d{3}(?=:)/.exec(event)?.[0] ?? 0) * 1000)
    if (time === 0 || this.#times.length >= MOST) return
    this.#times.push(time)
    this.#isSorted = false
  }

  /** Whether any was reported from shortly before a time to shortly after another. */
  isNear(from: number, to: number): boolean {
    const times = this.#times
    if (!this.#isSorted) times.sort((a, b) => a - b)
    this.#isSorted = true
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((times[middle] as number) < from - BEFORE_MS) low = middle + 1
      else high = middle
    }
    return (times[low] ?? Number.POSITIVE_INFINITY) <= to + AFTER_MS
  }
}
