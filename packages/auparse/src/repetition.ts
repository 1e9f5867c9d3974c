/** Tells values that come again from those that come once, which would only fill the heap if they were remembered. */

/** The latest hashes, one per slot of a table. */
export class Repetition {
  readonly #hashes: Int32Array

  /** @param slots how many slots the table has */
  constructor(slots: number) {
    this.#hashes = new Int32Array(slots)
  }

  /** True when the latest hash in the slot was the same. */
  meets(slot: number, hash: number): boolean {
    if (this.#hashes[slot] === hash) return true
    this.#hashes[slot] = hash
    return false
  }
}
