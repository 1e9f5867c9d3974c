/**
 * Decodes bzip2: streams one after the other, of blocks that each hold up to 900,000 bytes. A block is a Huffman code over
 * move-to-front numbers over the Burrows-Wheeler transform of run-length coded text.
 */

import { BitReader, type Code, codeOf, LONGEST_CODE } from './bzip2-bits.ts'
import { bzip2CrcTable } from './checksums.ts'
import type { CompressedBytes } from './compressed-bytes.ts'
import type { Decoding } from './decoding.ts'
import { CutError, DamageError, UnsupportedError } from './decoding-errors.ts'
import { PIECE_BYTES } from './history.ts'

const BLOCK_UNIT = 100_000
const BLOCK = [0x314159, 0x265359] as const
const END = [0x177245, 0x385090] as const
/** Symbols that are coded with the same code. */
const GROUP = 50
const GROUP_BYTES: number = (GROUP * LONGEST_CODE) / 8 + 4
/** More selectors than the largest block can use: they are passed over. */
const MOST_SELECTORS = 18_002
/** The head of a block is looked at again each time so many more bytes are there. */
const HEAD_STEP = 4096
/** An honest head is shorter. */
const LONGEST_HEAD = 1 << 16
const RUN_A = 0
const RUN_B = 1

/** What stands before the symbols of a block. */
interface BlockHead {
  readonly crc: number
  /** Where in the sorted text the text begins. */
  readonly origin: number
  /** The bytes that occur, in their order. */
  readonly used: Uint8Array
  readonly codes: readonly Code[]
  /** Which code each group of symbols has. */
  readonly selectors: Uint8Array
}

/** Decodes all streams. */
export function* bzip2(input: CompressedBytes): Decoding {
  const reader = new BitReader(input)
  let block: Block | undefined
  for (;;) {
    yield* input.need(4)
    const level = (input.bytes[input.at + 3] as number) - 0x30
    input.at += 4
    if (block === undefined || block.size < level * BLOCK_UNIT) block = new Block(level * BLOCK_UNIT)
    let combined = 0
    while (yield* beginsBlock(input, reader)) {
      const head = yield* blockHead(input, reader)
      yield* block.read(input, reader, head, level * BLOCK_UNIT)
      yield* block.text(head)
      combined = ((combined << 1) | (combined >>> 31)) ^ head.crc
    }
    if (reader.take32() !== combined >>> 0) throw new DamageError('the checksum is another')
    reader.align()
    if (!(yield* input.wait(1))) return 'end'
    if (!(yield* beginsStream(input))) return 'other bytes'
  }
}

/** Whether a stream begins here: `BZh` and a level, as after another stream. */
function* beginsStream(input: CompressedBytes): Generator<undefined, boolean, void> {
  if (!(yield* input.wait(4))) return false
  const [b, z, h, level = 0] = input.bytes.subarray(input.at, input.at + 4)
  return b === 0x42 && z === 0x5a && h === 0x68 && level >= 0x31 && level <= 0x39
}

/** Whether a block begins here, and not the end of the stream. */
function* beginsBlock(input: CompressedBytes, reader: BitReader): Generator<undefined, boolean, void> {
  // With the checksum that follows.
  yield* input.wait(11)
  const first = reader.take(24)
  const second = reader.take(24)
  if (first === BLOCK[0] && second === BLOCK[1]) return true
  if (first === END[0] && second === END[1]) return false
  throw new DamageError('neither a block nor the end')
}

/** Reads the head of a block, once all of it is there. */
function* blockHead(input: CompressedBytes, reader: BitReader): Generator<undefined, BlockHead, void> {
  for (;;) {
    const { bit } = reader
    const { available } = input
    try {
      return readHead(reader)
    } catch (error) {
      if (!(error instanceof CutError) || input.isLast) throw error
      reader.bit = bit
      if (available > LONGEST_HEAD) throw new DamageError('a head without end')
      yield* input.wait(available + HEAD_STEP)
    }
  }
}

function readHead(reader: BitReader): BlockHead {
  const crc = reader.take32()
  if (reader.take(1) === 1) throw new UnsupportedError('blocks of bzip2 before 0.9.5')
  const origin = reader.take(24)
  const used = readUsedBytes(reader)
  const symbols = used.length + 2
  const codeCount = reader.take(3)
  if (codeCount < 2 || codeCount > 6) throw new DamageError('no such number of codes')
  const selectors = readSelectors(reader, codeCount)
  const codes = Array.from({ length: codeCount }, () => codeOf(readLengths(reader, symbols)))
  return { crc, origin, used, codes, selectors }
}

function readUsedBytes(reader: BitReader): Uint8Array {
  const ranges = reader.take(16)
  const used: number[] = []
  for (let range = 0; range < 16; range++) {
    if (((ranges >>> (15 - range)) & 1) === 0) continue
    const bits = reader.take(16)
    for (let index = 0; index < 16; index++) {
      if (((bits >>> (15 - index)) & 1) === 1) used.push(range * 16 + index)
    }
  }
  if (used.length === 0) throw new DamageError('a block of no bytes')
  return Uint8Array.from(used)
}

function readSelectors(reader: BitReader, codeCount: number): Uint8Array {
  const count = reader.take(15)
  if (count === 0) throw new DamageError('a block without selectors')
  const order = [0, 1, 2, 3, 4, 5]
  const selectors = new Uint8Array(Math.min(count, MOST_SELECTORS))
  for (let index = 0; index < count; index++) {
    let place = 0
    while (reader.take(1) === 1) {
      if (++place >= codeCount) throw new DamageError('no such code')
    }
    const [code = 0] = order.splice(place, 1)
    order.unshift(code)
    if (index < selectors.length) selectors[index] = code
  }
  return selectors
}

function readLengths(reader: BitReader, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols)
  let length = reader.take(5)
  for (let symbol = 0; symbol < symbols; symbol++) {
    for (;;) {
      if (length < 1 || length > LONGEST_CODE) throw new DamageError('no such length of a code')
      if (reader.take(1) === 0) break
      length += reader.take(1) === 0 ? 1 : -1
    }
    lengths[symbol] = length
  }
  return lengths
}

/** One block after the other, in the same memory. */
class Block {
  /** The largest block that it has room for. */
  readonly size: number
  /** In the lower 8 bits the sorted text; in the others, later, where in it the next byte of the text is. */
  readonly #sorted: Uint32Array
  #length = 0
  readonly #counts = new Uint32Array(256)
  readonly #crcTable = bzip2CrcTable()
  /** Of the text: where its next byte is, how many are left, and the run that is written. */
  #at = 0
  #left = 0
  #byte = -1
  #same = 0
  #times = 0
  #crc = -1

  constructor(size: number) {
    this.size = size
    this.#sorted = new Uint32Array(size)
  }

  /** Reads the symbols of a block. */
  *read(
    input: CompressedBytes,
    reader: BitReader,
    { used, codes, selectors }: BlockHead,
    mostBytes: number,
  ): Generator<undefined, void, void> {
    const sorted = this.#sorted
    const counts = this.#counts.fill(0)
    const front = new Uint8Array(used)
    const end = used.length + 1
    let length = 0
    let run = 0
    let runUnit = 1
    for (const selector of selectors) {
      yield* input.wait(GROUP_BYTES)
      const code = codes[selector]
      if (code === undefined) throw new DamageError('no such code')
      for (let index = 0; index < GROUP; index++) {
        const symbol = reader.symbol(code)
        if (symbol <= RUN_B) {
          // A number of two digits, 1 and 2, the lowest first.
          run += symbol === RUN_A ? runUnit : 2 * runUnit
          runUnit *= 2
          if (run > mostBytes) throw new DamageError('a block that is too long')
          continue
        }
        if (run > 0) {
          if (length + run > mostBytes) throw new DamageError('a block that is too long')
          const byte = front[0] as number
          sorted.fill(byte, length, length + run)
          counts[byte] = (counts[byte] as number) + run
          length += run
          run = 0
          runUnit = 1
        }
        if (symbol === end) {
          this.#length = length
          return
        }
        if (length >= mostBytes) throw new DamageError('a block that is too long')
        const place = symbol - 1
        const byte = front[place] as number
        // Most places are among the first: a call costs more than they do.
        if (place > 32) front.copyWithin(1, 0, place)
        else for (let to = place; to > 0; to--) front[to] = front[to - 1] as number
        front[0] = byte
        sorted[length++] = byte
        counts[byte] = (counts[byte] as number) + 1
      }
    }
    throw new DamageError('a block without an end')
  }

  /** Gives the text of the block that has been read. */
  *text({ origin, crc }: BlockHead): Generator<Uint8Array, void, void> {
    if (origin >= this.#length) throw new DamageError('a text that begins nowhere')
    this.#link()
    this.#left = this.#length
    this.#at = (this.#sorted[origin] as number) >>> 8
    this.#byte = -1
    this.#same = 0
    this.#times = 0
    this.#crc = -1
    while (this.#left > 0 || this.#times > 0) {
      const piece = new Uint8Array(PIECE_BYTES)
      const size = this.#fill(piece)
      yield size === PIECE_BYTES ? piece : piece.slice(0, size)
    }
    if (~this.#crc >>> 0 !== crc) throw new DamageError('the checksum is another')
  }

  /** Gives how many bytes of the text have been written. */
  #fill(piece: Uint8Array): number {
    const sorted = this.#sorted
    const table = this.#crcTable
    let at = this.#at
    let left = this.#left
    let last = this.#byte
    let same = this.#same
    let times = this.#times
    let crc = this.#crc
    let to = 0
    while (to < PIECE_BYTES) {
      if (times > 0) {
        times--
        piece[to++] = last
        crc = (crc << 8) ^ (table[(crc >>> 24) ^ last] as number)
        continue
      }
      if (left === 0) break
      left--
      const entry = sorted[at] as number
      const byte = entry & 255
      at = entry >>> 8
      // After four of the same the next byte says how many more there are.
      if (same === 4) {
        times = byte
        same = 0
        continue
      }
      same = byte === last ? same + 1 : 1
      last = byte
      piece[to++] = byte
      crc = (crc << 8) ^ (table[(crc >>> 24) ^ byte] as number)
    }
    this.#at = at
    this.#left = left
    this.#byte = last
    this.#same = same
    this.#times = times
    this.#crc = crc
    return to
  }

  /** Says of each byte of the sorted text where the one after it is. */
  #link(): void {
    const sorted = this.#sorted
    const next = this.#counts
    let sum = 0
    for (let byte = 0; byte < 256; byte++) {
      const count = next[byte] as number
      next[byte] = sum
      sum += count
    }
    const length = this.#length
    for (let index = 0; index < length; index++) {
      const byte = (sorted[index] as number) & 255
      const at = next[byte] as number
      next[byte] = at + 1
      sorted[at] = (sorted[at] as number) | (index << 8)
    }
  }
}
