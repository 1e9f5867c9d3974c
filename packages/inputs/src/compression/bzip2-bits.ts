/** The bits of bzip2, the highest of a byte first, and its Huffman codes. */
import type { CompressedBytes } from './compressed-bytes.ts'
import { CutError, DamageError } from './decoding-errors.ts'

export const LONGEST_CODE = 20
/** Codes up to so many bits are looked up. */
const TABLE_BITS = 10

/** A Huffman code. */
export interface Code {
  /** By the next bits: `symbol << 5 | length`; 0 for a longer code. */
  readonly table: Uint16Array
  /** By length: the first code that is longer, its bits followed by zeros up to {@link LONGEST_CODE}. */
  readonly limits: Uint32Array
  /** By length: what to add to a code to have its place in `symbols`. */
  readonly offsets: Int32Array
  /** The symbols in the order of their codes. */
  readonly symbols: Uint16Array
}

/** The code with these lengths, at least one of them and none 0. */
export function codeOf(lengths: Uint8Array): Code {
  const table = new Uint16Array(1 << TABLE_BITS)
  const limits = new Uint32Array(LONGEST_CODE + 1)
  const offsets = new Int32Array(LONGEST_CODE + 1)
  const symbols = new Uint16Array(lengths.length)
  let code = 0
  let place = 0
  for (let length = 1; length <= LONGEST_CODE; length++) {
    offsets[length] = place - code
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue
      symbols[place++] = symbol
      if (length <= TABLE_BITS && code < 1 << length) {
        const spare = TABLE_BITS - length
        table.fill((symbol << 5) | length, code << spare, (code + 1) << spare)
      }
      code++
    }
    if (code > 1 << length) throw new DamageError('too many codes of a length')
    limits[length] = code << (LONGEST_CODE - length)
    code <<= 1
  }
  return { table, limits, offsets, symbols }
}

/** Reads bits. */
export class BitReader {
  readonly #input: CompressedBytes
  /** Bits of the byte at `at` that are read. */
  #used = 0

  constructor(input: CompressedBytes) {
    this.#input = input
  }

  /** Where the next bit is, counted from the input's first byte; it stays the same when bytes are moved. */
  get bit(): number {
    return this.#input.position * 8 + this.#used
  }

  set bit(bit: number) {
    const input = this.#input
    input.at += Math.floor(bit / 8) - input.position
    this.#used = bit % 8
  }

  /** The next bits, at most 24. */
  take(count: number): number {
    return this.#word(count) >>> (32 - count)
  }

  take32(): number {
    return this.take(16) * 0x10000 + this.take(16)
  }

  /** The next symbol of a code. */
  symbol({ table, limits, offsets, symbols }: Code): number {
    const input = this.#input
    const { bytes, at } = input
    const used = this.#used
    const word =
      (((bytes[at] as number) << 24) |
        ((bytes[at + 1] as number) << 16) |
        ((bytes[at + 2] as number) << 8) |
        (bytes[at + 3] as number)) <<
      used
    const entry = table[word >>> (32 - TABLE_BITS)] as number
    let length = entry & 31
    let symbol = entry >>> 5
    if (entry === 0) {
      const bits = word >>> (32 - LONGEST_CODE)
      length = TABLE_BITS + 1
      while (length <= LONGEST_CODE && bits >= (limits[length] as number)) length++
      if (length > LONGEST_CODE) throw this.#isNearEnd() ? new CutError() : new DamageError('no such code')
      symbol = symbols[(bits >>> (LONGEST_CODE - length)) + (offsets[length] as number)] as number
    }
    const next = used + length
    input.at = at + (next >>> 3)
    this.#used = next & 7
    if (at * 8 + next > input.end * 8) throw new CutError()
    return symbol
  }

  /** Passes over the rest of a byte. */
  align(): void {
    if (this.#used > 0) this.#input.at++
    this.#used = 0
  }

  #word(count: number): number {
    const input = this.#input
    const { bytes, at } = input
    const used = this.#used
    const next = used + count
    if (at * 8 + next > input.end * 8) throw new CutError()
    input.at = at + (next >>> 3)
    this.#used = next & 7
    return (
      (((bytes[at] as number) << 24) |
        ((bytes[at + 1] as number) << 16) |
        ((bytes[at + 2] as number) << 8) |
        (bytes[at + 3] as number)) <<
      used
    )
  }

  #isNearEnd(): boolean {
    return this.#input.available * 8 < LONGEST_CODE + this.#used
  }
}
