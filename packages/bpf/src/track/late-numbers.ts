/** Remembers which numbers of a counter were skipped: those may only be late. */

/** Longer runs are records that were lost, not records that come late. */
const LONGEST = 64
/** Older runs are forgotten. */
const KEPT = 128

/** The numbers that were skipped lately, as runs with both ends excluded. */
export class LateNumbers {
  #runs: { low: number; high: number }[] = []

  /** The numbers between two that followed each other have been skipped. */
  skip(low: number, high: number): void {
    if (high - low - 1 > LONGEST) return
    if (this.#runs.length >= KEPT) this.#runs.shift()
    this.#runs.push({ low, high })
  }

  /** True when a number had been skipped; it has come now. */
  take(number: number): boolean {
    // Most that are late have been skipped last.
    for (let at = this.#runs.length - 1; at >= 0; at--) {
      const run = this.#runs[at]
      if (run === undefined || number <= run.low || number >= run.high) continue
      const parts = [
        { low: run.low, high: number },
        { low: number, high: run.high },
      ].filter(({ low, high }) => high - low > 1)
      this.#runs.splice(at, 1, ...parts)
      return true
    }
    return false
  }

  clear(): void {
    this.#runs = []
  }
}
