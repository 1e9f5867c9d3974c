/** Hands out the lowest free slot number, as the reference's event table does (spec 01 §4.2 rule 3). */

const BITS = 5
const FULL = -1

/**
 * A tree of 32-bit words: bit set means taken (leaf) or "no free slot below" (above). Taking and freeing touch one
 * word per level, so both stay cheap however many events are in flight.
 */
export class SlotNumbers {
  readonly #levels: Int32Array[] = [new Int32Array(1)]

  /** Takes the lowest free number. */
  take(): number {
    const levels = this.#levels
    if (levels[levels.length - 1]?.[0] === FULL) this.#grow()
    let index = 0
    for (let level = levels.length - 1; level >= 0; level--) {
      const word = levels[level]?.[index] ?? 0
      index = (index << BITS) | lowestClearBit(word)
    }
    this.#mark(index)
    return index
  }

  /** Gives a number back. */
  free(slot: number): void {
    let index = slot
    for (const words of this.#levels) {
      const at = index >>> BITS
      words[at] = (words[at] ?? 0) & ~(1 << (index & 31))
      index = at
    }
  }

  #mark(slot: number): void {
    let index = slot
    for (const words of this.#levels) {
      const at = index >>> BITS
      const word = (words[at] ?? 0) | (1 << (index & 31))
      words[at] = word
      if (word !== FULL) return
      index = at
    }
  }

  /** Makes every level 32 times as wide and puts a new root on top, whose first child is full. */
  #grow(): void {
    const levels = this.#levels
    for (let level = 0; level < levels.length; level++) {
      const old = levels[level] ?? new Int32Array(1)
      const wider = new Int32Array(old.length << BITS)
      wider.set(old)
      levels[level] = wider
    }
    levels.push(Int32Array.of(1))
  }
}

function lowestClearBit(word: number): number {
  const clear = ~word
  return 31 - Math.clz32(clear & -clear)
}
