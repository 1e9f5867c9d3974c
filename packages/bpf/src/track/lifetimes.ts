/** Counts lifetimes in bounded memory and answers with median, 95th percentile and maximum. */

import type { LifetimeSummary } from '../fields/loader.ts'

const EXACT_VALUES = 2048
/** Each bin of the approximate form is 1 % wide. */
const BASE = Math.log(1.01)

/** Exact as long as there are few different values; then a histogram of 1 % wide bins. */
export class Lifetimes {
  #counts = new Map<number, number>()
  #total = 0
  #max = 0
  #approximate = false

  add(milliseconds: number): void {
    this.#total++
    if (milliseconds > this.#max) this.#max = milliseconds
    const value = this.#approximate ? binOf(milliseconds) : milliseconds
    this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1)
    if (!this.#approximate && this.#counts.size > EXACT_VALUES) this.#coarsen()
  }

  /** Every value with its count, ascending. */
  entries(): readonly (readonly [milliseconds: number, count: number])[] {
    return [...this.#counts].sort((a, b) => a[0] - b[0])
  }

  /** The summary, or undefined when nothing was counted. */
  summary(): LifetimeSummary | undefined {
    if (this.#total === 0) return undefined
    const entries = this.entries()
    return {
      count: this.#total,
      medianMs: quantile(entries, Math.ceil(this.#total * 0.5)),
      p95Ms: quantile(entries, Math.ceil(this.#total * 0.95)),
      maxMs: this.#max,
      approximate: this.#approximate,
    }
  }

  #coarsen(): void {
    this.#approximate = true
    const bins = new Map<number, number>()
    for (const [value, count] of this.#counts) bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + count)
    this.#counts = bins
  }
}

function quantile(entries: readonly (readonly [number, number])[], rank: number): number {
  let seen = 0
  for (const [value, count] of entries) {
    seen += count
    if (seen >= rank) return value
  }
  return 0
}

function binOf(value: number): number {
  return value < 1 ? 0 : Math.round(Math.exp(Math.round(Math.log(value) / BASE) * BASE))
}
