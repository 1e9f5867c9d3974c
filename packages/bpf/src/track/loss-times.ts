/** When messages were reported as lost. */

/** A log of nothing but such reports must not fill the memory with them. */
const MOST_TIMES = 10_000

/** Times in milliseconds since 1970-01-01 UTC. A report can come before the events around it have. */
export class LossTimes {
  #times: number[] = []
  /** A report whose time is not known. */
  #isAnyUnknown = false

  add(time: number): void {
    if (time === 0) this.#isAnyUnknown = true
    else if (this.#times.length < MOST_TIMES) this.#times.push(time)
    else this.#times[MOST_TIMES - 1] = Math.max(time, this.#times[MOST_TIMES - 1] ?? 0)
  }

  /** The last within a boot, or 0. One that nobody dates, or that is later than all, counts for the last boot. */
  latest(from: number, to: number, isLast: boolean): number {
    if (isLast && this.#isAnyUnknown) return to
    let latest = 0
    for (const time of this.#times) {
      if (time >= from && (time <= to || isLast) && time > latest) latest = Math.min(time, to)
    }
    return latest
  }
}
