/** Remembers which records have come and from where, so that one that two sources tell is read once. */
import { GROUP_SEPARATOR } from './ascii.ts'

/** Twelve bytes a record: beyond this no more are remembered. */
const MOST_RECORDS = 4 << 20
const FIRST_SLOTS = 1 << 12

/** A set of records by a hash of 53 bits of their text, without what auditd's enrichment adds. */
export class RecordSet {
  #keys = new Float64Array(FIRST_SLOTS)
  #sources = new Uint32Array(FIRST_SLOTS)
  #size = 0

  /** True once it is full: later records are not compared with each other. */
  get isFull(): boolean {
    return this.#size >= MOST_RECORDS
  }

  get size(): number {
    return this.#size
  }

  /**
   * Notes a record of a source (from 1 on). Gives whether another source has told it before: the same source may well
   * tell it twice.
   */
  isKnownElsewhere(bytes: Uint8Array, start: number, end: number, source: number): boolean {
    const key = hashOf(bytes, start, end)
    let slot = this.#slot(key)
    const known = this.#sources[slot] as number
    if (known !== 0) return known !== source
    if (this.isFull) return false
    if (this.#size * 2 >= this.#keys.length) {
      this.#grow()
      slot = this.#slot(key)
    }
    this.#keys[slot] = key
    this.#sources[slot] = source
    this.#size++
    return false
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1
    let slot = (key >>> 0) & mask
    while (this.#sources[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const keys = this.#keys
    const sources = this.#sources
    this.#keys = new Float64Array(keys.length * 2)
    this.#sources = new Uint32Array(keys.length * 2)
    for (let at = 0; at < keys.length; at++) {
      if (sources[at] === 0) continue
      const slot = this.#slot(keys[at] as number)
      this.#keys[slot] = keys[at] as number
      this.#sources[slot] = sources[at] as number
    }
  }
}

/** Two hashes of the FNV kind, with different factors, as one number. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let low = 0x811c9dc5
  let high = 0x2545f491
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte === GROUP_SEPARATOR) break
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0x85ebca6b)
    high ^= high >>> 15
  }
  low ^= low >>> 15
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
}
