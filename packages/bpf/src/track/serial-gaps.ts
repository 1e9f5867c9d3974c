/** Finds runs of missing serial numbers, and waits for those that are only late. */
import type { SerialGap } from './boot.ts'

/** A run that may still be filled by late numbers. */
interface OpenGap {
  readonly low: number
  readonly high: number
  readonly from: string
  readonly to: string
  readonly since: number
  filled: number
}

const MAX_OPEN = 32

/** The gaps of one boot. */
export class SerialGaps {
  #open: OpenGap[] = []
  readonly #atLeast: number
  readonly #settleMs: number
  readonly #onGap: (gap: SerialGap, time: number) => void

  /** @param atLeast shorter runs are ignored @param settleMs how long numbers may be late */
  constructor(atLeast: number, settleMs: number, onGap: (gap: SerialGap, time: number) => void) {
    this.#atLeast = atLeast
    this.#settleMs = settleMs
    this.#onGap = onGap
  }

  /** Whether any gap waits for its numbers. */
  get waiting(): boolean {
    return this.#open.length > 0
  }

  /** The numbers between `low` and `high`, both excluded, have been skipped. */
  skip(low: number, high: number, time: number, from: string, to: string): void {
    if (high - low - 1 < this.#atLeast || this.#open.length >= MAX_OPEN) return
    this.#open.push({ low, high, from, to, since: time, filled: 0 })
  }

  /** A number has come; gaps that are old enough are reported. */
  fill(number: number, time: number): void {
    let settled = false
    for (const gap of this.#open) {
      if (number > gap.low && number < gap.high) gap.filled++
      if (time - gap.since > this.#settleMs) settled = true
    }
    if (settled) this.#settle((gap) => time - gap.since > this.#settleMs)
  }

  /** The end of the boot: nothing more will come. */
  end(): void {
    this.#settle(() => true)
  }

  #settle(isDue: (gap: OpenGap) => boolean): void {
    const open = this.#open
    this.#open = open.filter((gap) => !isDue(gap))
    for (const gap of open) {
      if (!isDue(gap)) continue
      const missing = gap.high - gap.low - 1 - gap.filled
      if (missing >= this.#atLeast) this.#onGap({ missing, from: gap.from, to: gap.to }, gap.since)
    }
  }
}
