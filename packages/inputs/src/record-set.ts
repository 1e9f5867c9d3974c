/** Remembers which records have come and from where, so that one that two sources tell is read once. */
import { GROUP_SEPARATOR } from './ascii.ts'

/** Beyond this no more are remembered: they take 40 MB. A gigabyte of log has some four million. */
const MOST_RECORDS = 3 << 20
const FIRST_SLOTS = 1 << 12
/** Sources beyond are one. */
const MOST_SOURCES = 0xffff

/** A set of records by a hash of 64 bits of their text, without what auditd's enrichment adds. */
export class RecordSet {
  #lows = new Uint32Array(FIRST_SLOTS)
  #highs = new Uint32Array(FIRST_SLOTS)
  /** 0 where the slot is free. */
  #sources = new Uint16Array(FIRST_SLOTS)
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
    const number = Math.min(source, MOST_SOURCES)
    const [low, high] = hashOf(bytes, start, end)
    let slot = this.#slot(low, high)
    const known = this.#sources[slot] as number
    if (known !== 0) return known !== number
    if (this.isFull) return false
    if (this.#size * 4 >= this.#sources.length * 3) {
      this.#grow()
      slot = this.#slot(low, high)
    }
    this.#put(slot, low, high, number)
    this.#size++
    return false
  }

  /** Where a record is, or is to be. */
  #slot(low: number, high: number): number {
    const mask = this.#sources.length - 1
    let slot = low & mask
    while (this.#sources[slot] !== 0 && (this.#lows[slot] !== low || this.#highs[slot] !== high)) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  #put(slot: number, low: number, high: number, source: number): void {
    this.#lows[slot] = low
    this.#highs[slot] = high
    this.#sources[slot] = source
  }

  #grow(): void {
    const lows = this.#lows
    const highs = this.#highs
    const sources = this.#sources
    this.#lows = new Uint32Array(lows.length * 2)
    this.#highs = new Uint32Array(lows.length * 2)
    this.#sources = new Uint16Array(lows.length * 2)
    for (const [at, source] of sources.entries()) {
      if (source === 0) continue
      const low = lows[at] as number
      const high = highs[at] as number
      this.#put(this.#slot(low, high), low, high, source)
    }
  }
}

/** Two hashes of the FNV kind, with different factors. */
function hashOf(bytes: Uint8Array, start: number, end: number): [low: number, high: number] {
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
  return [low >>> 0, high >>> 0]
}
