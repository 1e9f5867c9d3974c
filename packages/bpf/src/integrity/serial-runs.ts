/** Which serial numbers of one boot are missing, and between which events. */
import type { Mark } from './mark.ts'

/** Numbers that are missing in a row, both included, with the events on the two sides. */
export interface MissingRun {
  readonly first: number
  readonly last: number
  readonly before: Mark
  readonly after: Mark
}

/** A log of nothing but gaps must not fill the memory with them; what is beyond is only counted. */
const MOST_RUNS = 20_000
/** Numbers may come so many events late, whatever their times say. */
const LATE_EVENTS = 500
const LATE_MS = 10_000

/** Takes the numbers nearly in order. */
export class SerialRuns {
  /** In the order of their numbers. */
  readonly #runs: MissingRun[] = []
  #lowest: Mark
  #highest: Mark
  /** Missing numbers of runs that were not kept. */
  #uncounted = 0

  constructor(first: Mark) {
    this.#lowest = first
    this.#highest = first
  }

  get lowest(): Mark {
    return this.#lowest
  }

  get highest(): Mark {
    return this.#highest
  }

  get runs(): readonly MissingRun[] {
    return this.#runs
  }

  get missing(): number {
    return this.#runs.reduce((sum, { first, last }) => sum + last - first + 1, this.#uncounted)
  }

  /** Numbers above all so far. */
  append(mark: Mark): void {
    const { serial } = this.#highest
    if (mark.serial > serial + 1) this.#keep(serial + 1, mark.serial - 1, this.#highest, mark)
    this.#highest = mark
  }

  /** Numbers below all so far. */
  prepend(mark: Mark): void {
    const { serial } = this.#lowest
    if (mark.serial < serial - 1) {
      const run = { first: mark.serial + 1, last: serial - 1, before: mark, after: this.#lowest }
      if (this.#runs.length < MOST_RUNS) this.#runs.unshift(run)
      else this.#uncounted += run.last - run.first + 1
    }
    this.#lowest = mark
  }

  /** True when the number was missing, and has only come late. */
  fill(mark: Mark): boolean {
    const at = this.#find(mark.serial)
    const run = this.#runs[at]
    if (run === undefined) return false
    const { first, last, before, after } = run
    if (mark.at - after.at > LATE_EVENTS && mark.time > after.time + LATE_MS) return false
    const parts: MissingRun[] = []
    if (mark.serial > first) parts.push({ first, last: mark.serial - 1, before, after: mark })
    if (mark.serial < last) parts.push({ first: mark.serial + 1, last, before: mark, after })
    this.#runs.splice(at, 1, ...parts)
    return true
  }

  #keep(first: number, last: number, before: Mark, after: Mark): void {
    if (this.#runs.length < MOST_RUNS) this.#runs.push({ first, last, before, after })
    else this.#uncounted += last - first + 1
  }

  #find(serial: number): number {
    let low = 0
    let high = this.#runs.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const { first, last } = this.#runs[middle] as MissingRun
      if (serial < first) high = middle - 1
      else if (serial > last) low = middle + 1
      else return middle
    }
    return -1
  }
}
