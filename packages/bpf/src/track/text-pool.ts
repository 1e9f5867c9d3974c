/** Texts that are kept once, as bytes outside the heap: a million texts are not a million objects. */
import { latin1 } from '@ts-audit/log/internal'
import { Uint32Column } from './columns.ts'

const CHUNK_BITS = 20
const CHUNK_BYTES = 1 << CHUNK_BITS
/** Longer texts are cut: a record has at most 8,969 bytes (spec 01 §3), so none is. */
const LONGEST = 0xffff
const SLOTS = 512
const FIRST_CAPACITY = 1024

/** A set of latin1 texts, each with a number from 1; 0 stands for no text. */
export class TextPool {
  readonly #chunks: Uint8Array[] = []
  /** Where each text begins: its length in two bytes, then its bytes. */
  readonly #starts = new Uint32Column()
  /** The hash of each text: a table that grows would read them all again. */
  readonly #hashes = new Uint32Column()
  #used = CHUNK_BYTES
  #count = 0
  /** Open addressing with linear probing; 0 is a free place. */
  #table = new Uint32Array(FIRST_CAPACITY)
  /** Some bits of the hash of what is in each place: texts that only share a place are nearly never looked at. */
  #tags = new Uint8Array(FIRST_CAPACITY)
  /** Random, so that a hostile log cannot choose texts that share a place. */
  readonly #seed = Math.floor(Math.random() * 0xffff_ffff)
  /** The texts looked at last, by the low bits of their number. */
  readonly #recentIds = new Uint32Array(SLOTS)
  readonly #recentTexts = new Array<string>(SLOTS).fill('')

  /** The number of a text, the same for equal ones. */
  intern(text: string | undefined): number {
    if (text === undefined) return 0
    const length = Math.min(text.length, LONGEST)
    const mask = this.#table.length - 1
    const hash = this.#hashText(text, length)
    const tag = tagOf(hash)
    let place = hash & mask
    for (let id = this.#table[place] ?? 0; id !== 0; id = this.#table[place] ?? 0) {
      if (this.#tags[place] === tag && this.#isEqual(id, text, length)) return id
      place = (place + 1) & mask
    }
    const id = this.#add(text, length)
    this.#hashes.set(id, hash)
    this.#table[place] = id
    this.#tags[place] = tag
    if (this.#count * 4 > this.#table.length * 3) this.#grow()
    return id
  }

  /** The text of a number; undefined for 0. */
  text(id: number): string | undefined {
    if (id === 0) return undefined
    const slot = id & (SLOTS - 1)
    if (this.#recentIds[slot] === id) return this.#recentTexts[slot]
    const start = this.#starts.get(id)
    const bytes = this.#chunks[start >>> CHUNK_BITS] ?? new Uint8Array(0)
    const from = start & (CHUNK_BYTES - 1)
    const text = latin1(bytes, from + 2, from + 2 + lengthAt(bytes, from))
    this.#recentIds[slot] = id
    this.#recentTexts[slot] = text
    return text
  }

  #add(text: string, length: number): number {
    if (this.#used + length + 2 > CHUNK_BYTES) {
      this.#chunks.push(new Uint8Array(CHUNK_BYTES))
      this.#used = 0
    }
    const chunk = this.#chunks.length - 1
    const bytes = this.#chunks[chunk] ?? new Uint8Array(0)
    bytes[this.#used] = length & 0xff
    bytes[this.#used + 1] = length >> 8
    for (let at = 0; at < length; at++) bytes[this.#used + 2 + at] = text.charCodeAt(at)
    const id = ++this.#count
    this.#starts.set(id, (((chunk << CHUNK_BITS) >>> 0) + this.#used) >>> 0)
    this.#used += length + 2
    return id
  }

  #isEqual(id: number, text: string, length: number): boolean {
    const start = this.#starts.get(id)
    const bytes = this.#chunks[start >>> CHUNK_BITS] ?? new Uint8Array(0)
    const from = start & (CHUNK_BYTES - 1)
    if (lengthAt(bytes, from) !== length) return false
    for (let at = 0; at < length; at++) if (bytes[from + 2 + at] !== text.charCodeAt(at)) return false
    return true
  }

  #grow(): void {
    const table = new Uint32Array(this.#table.length * 2)
    const tags = new Uint8Array(table.length)
    const mask = table.length - 1
    for (let id = 1; id <= this.#count; id++) {
      const hash = this.#hashes.get(id)
      let place = hash & mask
      while (table[place] !== 0) place = (place + 1) & mask
      table[place] = id
      tags[place] = tagOf(hash)
    }
    this.#table = table
    this.#tags = tags
  }

  #hashText(text: string, length: number): number {
    let hash = this.#seed
    for (let at = 0; at < length; at++) hash = step(hash, text.charCodeAt(at) & 0xff)
    return finish(hash)
  }
}

/** The bits of a hash that say least about the place. */
function tagOf(hash: number): number {
  return hash >>> 24
}

function lengthAt(bytes: Uint8Array, from: number): number {
  return (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8)
}

/** One byte, or number, more in a hash (FNV-1a). */
export function step(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x0100_0193)
}

/** Spreads a hash over its low bits. */
export function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}
