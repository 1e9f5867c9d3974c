/** Numbers for the different texts of a column. Texts are looked up by their bytes: decoding each would take longer. */
import { latin1 } from '@ts-audit/log/internal'

/** More different texts than this have one number together: a hostile log must not fill the memory. */
const MOST_TEXTS = 1 << 17
const FIRST_SLOTS = 1 << 10
const FIRST_BYTES = 1 << 14

/** What stands for texts that came when there were too many. */
export const OTHERS = '(others)'

/** Text to number and back; 0 is "no text". */
export class Dictionary {
  #bytes = new Uint8Array(FIRST_BYTES)
  #used = 0
  /** Where each text ends in the bytes, by number; it begins where the one before ends. */
  readonly #ends: number[] = [0]
  #slots = new Uint32Array(FIRST_SLOTS)

  /** How many numbers there are, 0 included. */
  get size(): number {
    return this.#ends.length
  }

  /** The number of a text, which gets one if it has none. */
  numberOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 2166136261
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 16777619)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const number = this.#slots[slot] as number
      if (number === 0) return this.#add(bytes, start, end, slot)
      if (this.#equals(number, bytes, start, end)) return number
      slot = (slot + 1) & mask
    }
  }

  /** The text of a number, as latin1. */
  text(number: number): string {
    if (number > MOST_TEXTS) return OTHERS
    return latin1(this.#bytes, this.#ends[number - 1] ?? 0, this.#ends[number] ?? 0)
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    const number = this.#ends.length
    if (number > MOST_TEXTS) {
      if (number === MOST_TEXTS + 1) this.#ends.push(this.#used)
      return MOST_TEXTS + 1
    }
    const length = end - start
    while (this.#used + length > this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes.set(bytes.subarray(start, end), this.#used)
    this.#used += length
    this.#ends.push(this.#used)
    this.#slots[slot] = number
    if (number * 2 > this.#slots.length) this.#rehash()
    return number
  }

  #equals(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[number - 1] as number
    if ((this.#ends[number] as number) - from !== end - start) return false
    for (let at = start; at < end; at++) {
      if (bytes[at] !== this.#bytes[from + at - start]) return false
    }
    return true
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let number = 1; number < this.#ends.length; number++) {
      let hash = 2166136261
      const end = this.#ends[number] as number
      for (let at = this.#ends[number - 1] as number; at < end; at++) {
        hash = Math.imul(hash ^ (this.#bytes[at] as number), 16777619)
      }
      let slot = hash & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }
}
