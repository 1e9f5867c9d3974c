/** Tells values that come again from those that come once, which are not worth remembering: they only fill the heap. */

/** The hashes last met, one per slot of a table. */
export class Repetition {
  readonly #hashes: Int32Array

  /** @param slots how many slots the table has */
  constructor(slots: number) {
    this.#hashes = new Int32Array(slots)
  }

  /** True when the hash met last in the slot was the same. */
  meets(slot: number, hash: number): boolean {
    if (this.#hashes[slot] === hash) return true
    this.#hashes[slot] = hash
    return false
  }
}
