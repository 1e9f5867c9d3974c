/** Decodes the compressed blocks of a zstd frame (RFC 8878, 3.1.1.3). */
import { DamageError } from './decoding-errors.ts'
import { copyMatch, type History } from './history.ts'
import { bitsAt, endBit, wordAt } from './zstd-bits.ts'
import {
  type HuffmanTable,
  readHuffmanTable,
  readStateTable,
  type StateTable,
  singleState,
  stateTable,
} from './zstd-tables.ts'

/** A block decodes to so many bytes at most. */
export const ZSTD_BLOCK: number = 1 << 17

const literalsBase = [
  ...Array(16).keys(),
  16,
  18,
  20,
  22,
  24,
  28,
  32,
  40,
  48,
  64,
  128,
  256,
  512,
  1024,
  2048,
  4096,
  8192,
  16384,
  32768,
  65536,
]
const literalsBits = [...Array(16).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const matchBase = [
  ...Array.from({ length: 32 }, (_, index) => index + 3),
  35,
  37,
  39,
  41,
  43,
  47,
  51,
  59,
  67,
  83,
  99,
  131,
  259,
  515,
  1027,
  2051,
  4099,
  8195,
  16387,
  32771,
  65539,
]
const matchBits = [...Array(32).fill(0), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
const LITERALS_BASE = Int32Array.from(literalsBase)
const LITERALS_BITS = Uint8Array.from(literalsBits)
const MATCH_BASE = Int32Array.from(matchBase)
const MATCH_BITS = Uint8Array.from(matchBits)

/** The head of literals that are not compressed: how many bytes it has, and where in it their number is. */
interface PlainHead {
  readonly headBytes: number
  readonly firstBit: number
  readonly width: number
}

const plainLiterals: readonly PlainHead[] = [
  { headBytes: 1, firstBit: 3, width: 5 },
  { headBytes: 2, firstBit: 4, width: 12 },
  { headBytes: 3, firstBit: 4, width: 20 },
]

/** How each of the three numbers of a sequence is coded: its symbols, its accuracy, and its table when none is given. */
interface NumberKind {
  readonly symbols: number
  readonly accuracy: number
  readonly usual: StateTable
}

const literalLengths: NumberKind = {
  symbols: 36,
  accuracy: 9,
  usual: stateTable(
    [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1,
      -1, -1,
    ],
    6,
  ),
}
const offsets: NumberKind = {
  symbols: 32,
  accuracy: 8,
  usual: stateTable(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    5,
  ),
}
const matchLengths: NumberKind = {
  symbols: 53,
  accuracy: 9,
  usual: stateTable(
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
    6,
  ),
}

/** The tables of the three numbers of a sequence. */
interface SequenceTables {
  readonly literals: StateTable
  readonly offsets: StateTable
  readonly matches: StateTable
}

/** Decodes the blocks of frames: what a block takes over from the one before is kept here. */
export class ZstdBlocks {
  readonly #literals = new Uint8Array(ZSTD_BLOCK)
  #literalCount = 0
  #huffman: HuffmanTable | undefined
  #literalTable: StateTable | undefined
  #offsetTable: StateTable | undefined
  #matchTable: StateTable | undefined
  /** The last three offsets. */
  #first = 1
  #second = 4
  #third = 8

  /** A frame begins. */
  restart(): void {
    this.#huffman = undefined
    this.#literalTable = undefined
    this.#offsetTable = undefined
    this.#matchTable = undefined
    this.#first = 1
    this.#second = 4
    this.#third = 8
  }

  /** Decodes bytes `start` to `end` to the end of the history, which has room for a block. */
  decode(bytes: Uint8Array, start: number, end: number, history: History): void {
    const next = this.#readLiterals(bytes, start, end)
    this.#readSequences(bytes, next, end, history)
  }

  #readLiterals(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < 2) throw new DamageError('a block that is too short')
    const head = bytes[start] as number
    const kind = head & 3
    const format = (head >> 2) & 3
    if (kind < 2) {
      const { headBytes, firstBit, width } = plainLiterals[format === 3 ? 2 : format & 1] as PlainHead
      const count = wordAt(bytes, start * 8 + firstBit) & ((1 << width) - 1)
      const at = start + headBytes
      const size = kind === 0 ? count : 1
      if (count > ZSTD_BLOCK || at + size > end) throw new DamageError('a block that is too short')
      if (kind === 0) this.#literals.set(bytes.subarray(at, at + count))
      else this.#literals.fill(bytes[at] as number, 0, count)
      this.#literalCount = count
      return at + size
    }
    return this.#readCompressedLiterals(bytes, start, end, kind === 3, format)
  }

  #readCompressedLiterals(
    bytes: Uint8Array,
    start: number,
    end: number,
    isTreeless: boolean,
    format: number,
  ): number {
    const width = format < 2 ? 10 : format === 2 ? 14 : 18
    const headBytes = format < 2 ? 3 : format === 2 ? 4 : 5
    const count = wordAt(bytes, start * 8 + 4) & ((1 << width) - 1)
    const size = wordAt(bytes, start * 8 + 4 + width) & ((1 << width) - 1)
    let at = start + headBytes
    const next = at + size
    if (count > ZSTD_BLOCK || next > end) throw new DamageError('a block that is too short')
    if (!isTreeless) {
      const read = readHuffmanTable(bytes, at, next)
      this.#huffman = read.table
      at = read.next
    }
    const table = this.#huffman
    if (table === undefined) throw new DamageError('literals without their table')
    this.#literalCount = count
    const literals = this.#literals
    if (format === 0) decodeHuffman(table, bytes, at, next, literals, 0, count)
    else {
      if (next - at < 6) throw new DamageError('a block that is too short')
      const part = (count + 3) >> 2
      let from = at + 6
      for (let index = 0; index < 4; index++) {
        const to =
          index === 3
            ? next
            : from + (bytes[at + 2 * index] as number) + (bytes[at + 2 * index + 1] as number) * 256
        const first = Math.min(count, part * index)
        if (to > next) throw new DamageError('a block that is too short')
        decodeHuffman(
          table,
          bytes,
          from,
          to,
          literals,
          first,
          index === 3 ? count : Math.min(count, first + part),
        )
        from = to
      }
    }
    return next
  }

  #readSequences(bytes: Uint8Array, start: number, end: number, history: History): void {
    let at = start
    const need = (count: number): void => {
      if (at + count > end) throw new DamageError('a block that is too short')
    }
    need(1)
    let count = bytes[at++] as number
    if (count >= 128) {
      need(count === 255 ? 2 : 1)
      if (count === 255) {
        count = (bytes[at] as number) + (bytes[at + 1] as number) * 256 + 0x7f00
        at += 2
      } else count = ((count - 128) << 8) + (bytes[at++] as number)
    }
    if (count === 0) {
      this.#addLiterals(history, 0)
      return
    }
    need(1)
    const modes = bytes[at++] as number
    if ((modes & 3) !== 0) throw new DamageError('a reserved bit is set')
    const table = (mode: number, kind: NumberKind, before: StateTable | undefined): StateTable => {
      if (mode === 0) return kind.usual
      if (mode === 1) {
        need(1)
        const symbol = bytes[at++] as number
        if (symbol >= kind.symbols) throw new DamageError('a number that there is not')
        return singleState(symbol)
      }
      if (mode === 2) {
        const read = readStateTable(bytes, at, end, kind.accuracy, kind.symbols)
        at = read.next
        return read.table
      }
      if (before === undefined) throw new DamageError('a table that was not given')
      return before
    }
    const literalTable = table(modes >> 6, literalLengths, this.#literalTable)
    const offsetTable = table((modes >> 4) & 3, offsets, this.#offsetTable)
    const matchTable = table((modes >> 2) & 3, matchLengths, this.#matchTable)
    this.#literalTable = literalTable
    this.#offsetTable = offsetTable
    this.#matchTable = matchTable
    const last = endBit(bytes, at, end)
    const tables = { literals: literalTable, offsets: offsetTable, matches: matchTable }
    this.#executeSequences(bytes, at * 8, last, count, history, tables)
  }

  /** Executes sequences, whose bits are those from `first` to `last`. */
  #executeSequences(
    bytes: Uint8Array,
    first: number,
    last: number,
    count: number,
    history: History,
    { literals: literalTable, offsets: offsetTable, matches: matchTable }: SequenceTables,
  ): void {
    const out = history.bytes
    const literals = this.#literals
    const literalCount = this.#literalCount
    const begin = history.end
    const { reach, size } = history
    let to = begin
    let taken = 0
    let bit = last - literalTable.accuracy
    let literalState = bitsAt(bytes, first, bit, literalTable.accuracy)
    bit -= offsetTable.accuracy
    let offsetState = bitsAt(bytes, first, bit, offsetTable.accuracy)
    bit -= matchTable.accuracy
    let matchState = bitsAt(bytes, first, bit, matchTable.accuracy)
    for (let left = count; left > 0; left--) {
      const offsetCode = offsetTable.symbols[offsetState] as number
      const matchCode = matchTable.symbols[matchState] as number
      const literalCode = literalTable.symbols[literalState] as number
      let value: number
      if (offsetCode <= 24) {
        bit -= offsetCode
        value = (1 << offsetCode) + bitsAt(bytes, first, bit, offsetCode)
      } else {
        bit -= offsetCode - 16
        const high = bitsAt(bytes, first, bit, offsetCode - 16)
        bit -= 16
        value = 2 ** offsetCode + high * 0x10000 + bitsAt(bytes, first, bit, 16)
      }
      const matchWidth = MATCH_BITS[matchCode] as number
      bit -= matchWidth
      const length = (MATCH_BASE[matchCode] as number) + bitsAt(bytes, first, bit, matchWidth)
      const literalWidth = LITERALS_BITS[literalCode] as number
      bit -= literalWidth
      const run = (LITERALS_BASE[literalCode] as number) + bitsAt(bytes, first, bit, literalWidth)
      const distance = this.#offset(value, run)
      if (left > 1) {
        const literalBits = literalTable.bits[literalState] as number
        bit -= literalBits
        literalState = (literalTable.bases[literalState] as number) + bitsAt(bytes, first, bit, literalBits)
        const moreBits = matchTable.bits[matchState] as number
        bit -= moreBits
        matchState = (matchTable.bases[matchState] as number) + bitsAt(bytes, first, bit, moreBits)
        const offsetBits = offsetTable.bits[offsetState] as number
        bit -= offsetBits
        offsetState = (offsetTable.bases[offsetState] as number) + bitsAt(bytes, first, bit, offsetBits)
      }
      if (bit < first) throw new DamageError('sequences that are cut short')
      if (taken + run > literalCount || to + run + length - begin > ZSTD_BLOCK) {
        throw new DamageError('a block that is too long')
      }
      if (run > 32) out.set(literals.subarray(taken, taken + run), to)
      else for (let index = 0; index < run; index++) out[to + index] = literals[taken + index] as number
      taken += run
      to += run
      if (distance > Math.min(size, reach + to - begin)) throw new DamageError('a match reaches too far back')
      copyMatch(out, to, distance, length)
      to += length
    }
    if (bit !== first) throw new DamageError('sequences that are not all used')
    history.end = to
    this.#addLiterals(history, taken, to - begin)
  }

  /** The distance that an offset value means after so many literals, with the last three kept in order. */
  #offset(value: number, run: number): number {
    if (value > 3) {
      this.#third = this.#second
      this.#second = this.#first
      this.#first = value - 3
      return this.#first
    }
    const place = run === 0 ? value + 1 : value
    if (place === 1) return this.#first
    let distance = this.#second
    if (place > 2) {
      distance = place === 3 ? this.#third : this.#first - 1
      this.#third = this.#second
    }
    this.#second = this.#first
    this.#first = distance
    if (distance === 0) throw new DamageError('a match of distance 0')
    return distance
  }

  #addLiterals(history: History, from: number, before = 0): void {
    const count = this.#literalCount - from
    if (before + count > ZSTD_BLOCK) throw new DamageError('a block that is too long')
    history.bytes.set(this.#literals.subarray(from, this.#literalCount), history.end)
    history.end += count
  }
}

function decodeHuffman(
  { bits, entries }: HuffmanTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  from: number,
  to: number,
): void {
  const first = start * 8
  let bit = endBit(bytes, start, end)
  for (let at = from; at < to; at++) {
    const entry = entries[bitsAt(bytes, first, bit - bits, bits)] as number
    bit -= entry & 15
    out[at] = entry >>> 4
  }
  if (bit !== first) throw new DamageError('literals that are not all used')
}
