/** Counting by key in time that grows linearly with what is counted. */
import type { ByteSpan } from '@ts-audit/auparse/search'
import { latin1 } from '@ts-audit/log/internal'

/** A key and how often it was counted. */
export interface Total<Key> {
  readonly key: Key
  readonly total: number
}

interface Counter {
  readonly key: string
  total: number
}

/** Slots of the cache of recent keys; a power of two. */
const SLOTS = 2048

/**
 * Counts texts. A recent key is recognised by its bytes, without making a string of it.
 */
export class TextTally {
  readonly #counters = new Map<string, Counter>()
  readonly #recent: (Counter | undefined)[] = new Array(SLOTS)

  /** How many distinct keys there are. */
  get size(): number {
    return this.#counters.size
  }

  /** Counts the text of a span. */
  add({ bytes, start, end }: ByteSpan): void {
    const slot = slotOf(bytes, start, end)
    const recent = this.#recent[slot]
    if (recent !== undefined && isText(recent.key, bytes, start, end)) {
      recent.total++
      return
    }
    this.#recent[slot] = this.addText(latin1(bytes, start, end))
  }

  /** Counts a latin1 text. */
  addText(key: string): Counter {
    let counter = this.#counters.get(key)
    if (counter === undefined) {
      counter = { key, total: 0 }
      this.#counters.set(key, counter)
    }
    counter.total++
    return counter
  }

  /** Largest total first; equal totals in the order in which their keys first appeared (spec 05 §8.3). */
  sorted(): readonly Total<string>[] {
    return [...this.#counters.values()].sort((a, b) => b.total - a.total)
  }
}

/** Counts numbers. */
export class NumberTally {
  readonly #totals = new Map<number, number>()

  /** How many distinct numbers there are. */
  get size(): number {
    return this.#totals.size
  }

  add(key: number): void {
    this.#totals.set(key, (this.#totals.get(key) ?? 0) + 1)
  }

  /** Largest total first; equal totals in ascending order of their numbers (spec 05 §8.3). */
  sorted(): readonly Total<number>[] {
    const totals = Array.from(this.#totals, ([key, total]) => ({ key, total }))
    return totals.sort((a, b) => b.total - a.total || a.key - b.key)
  }
}

/** Length and a few bytes tell most keys apart; those that share a slot only lose its speed. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  let hash = length * 31
  if (length > 0) {
    hash += (bytes[end - 1] ?? 0) * 7 + (bytes[end - 2] ?? 0) * 101 + (bytes[end - 3] ?? 0) * 1009
    hash += (bytes[start + (length >> 1)] ?? 0) * 211 + (bytes[start + (length >> 2)] ?? 0) * 3001
  }
  return (hash ^ (hash >>> 11)) & (SLOTS - 1)
}

/** Whether the bytes are those of a latin1 text. */
function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (text.length !== length) return false
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false
  return true
}
