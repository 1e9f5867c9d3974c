/** A map from program ids to rows, outside the heap. */

const FIRST_CAPACITY = 16

/**
 * Program ids (unsigned 32 bits, never 0) with the row of each. Open addressing with linear probing; a deleted entry's
 * followers move up, so that no traces are left.
 */
export class IdIndex {
  #ids = new Uint32Array(FIRST_CAPACITY)
  #rows = new Uint32Array(FIRST_CAPACITY)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The row of an id, or undefined. */
  get(id: number): number | undefined {
    const place = this.#placeOf(id)
    return this.#ids[place] === id ? this.#rows[place] : undefined
  }

  set(id: number, row: number): void {
    const place = this.#placeOf(id)
    this.#rows[place] = row
    if (this.#ids[place] === id) return
    this.#ids[place] = id
    this.#size++
    if (this.#size * 4 > this.#ids.length * 3) this.#grow()
  }

  delete(id: number): void {
    let hole = this.#placeOf(id)
    if (this.#ids[hole] !== id) return
    this.#size--
    const mask = this.#ids.length - 1
    for (let at = (hole + 1) & mask; this.#ids[at] !== 0; at = (at + 1) & mask) {
      const home = homeOf(this.#ids[at] ?? 0, mask)
      // What is nearer to its home than the hole is must stay.
      if (((at - home) & mask) < ((at - hole) & mask)) continue
      this.#ids[hole] = this.#ids[at] ?? 0
      this.#rows[hole] = this.#rows[at] ?? 0
      hole = at
    }
    this.#ids[hole] = 0
  }

  clear(): void {
    this.#ids = new Uint32Array(FIRST_CAPACITY)
    this.#rows = new Uint32Array(FIRST_CAPACITY)
    this.#size = 0
  }

  /** All rows, in no particular order. */
  rows(): Uint32Array {
    const rows = new Uint32Array(this.#size)
    let count = 0
    for (let place = 0; place < this.#ids.length; place++) {
      if (this.#ids[place] !== 0) rows[count++] = this.#rows[place] ?? 0
    }
    return rows
  }

  /** Where an id is, or the free place where it belongs. */
  #placeOf(id: number): number {
    const mask = this.#ids.length - 1
    let place = homeOf(id, mask)
    while (this.#ids[place] !== 0 && this.#ids[place] !== id) place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const ids = this.#ids
    const rows = this.#rows
    this.#ids = new Uint32Array(ids.length * 2)
    this.#rows = new Uint32Array(ids.length * 2)
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at] ?? 0
      if (id === 0) continue
      const place = this.#placeOf(id)
      this.#ids[place] = id
      this.#rows[place] = rows[at] ?? 0
    }
  }
}

/** Random, so that a hostile log cannot choose ids that share a place. */
const SEED = Math.floor(Math.random() * 0xffff_ffff)

/** Ids that follow each other, as those of programs loaded in a row do, are neighbours: they are in one cache line. */
function homeOf(id: number, mask: number): number {
  let hash = Math.imul((id >>> RUN_BITS) ^ SEED, 0x9e37_79b1)
  hash = Math.imul(hash ^ (hash >>> 16), SEED | 1)
  hash ^= hash >>> 15
  return ((hash << RUN_BITS) | (id & RUN_MASK)) & mask
}

const RUN_BITS = 3
const RUN_MASK = (1 << RUN_BITS) - 1
