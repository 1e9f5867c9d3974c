/** Decodes DEFLATE (RFC 1951), the data of gzip. */
import type { CompressedBytes } from './compressed-bytes.ts'
import { CutError, DamageError } from './decoding-errors.ts'
import { copyMatch, type History, PIECE_BYTES } from './history.ts'

/** How far back a match reaches at most. */
export const DEFLATE_WINDOW = 1 << 15
const LONGEST_MATCH = 258
/** What one step of decoding may add. */
export const DEFLATE_STEP: number = PIECE_BYTES + LONGEST_MATCH
/** The tables of a block are in fewer bytes than this. */
const LONGEST_TABLES = 600
/** As many bytes as a length and a distance may take. */
const SYMBOL_BYTES = 8
const END_OF_BLOCK = 256
const FIRST_LENGTH = 257

/** RFC 1951, 3.2.5: the lengths and distances that the codes begin at, and the bits that follow. */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
]
const distanceBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
/** The order in which the lengths of the code length code are written. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** A Huffman code: by the next bits of the input, `symbol << 4 | length`; 0 where there is no such code. */
interface Code {
  readonly table: Uint16Array
  readonly mask: number
}

/** Decodes one DEFLATE stream, up to the byte after its end. */
export function* inflate(
  input: CompressedBytes,
  history: History,
): Generator<Uint8Array | undefined, void, void> {
  const reader = new BitReader(input)
  for (let isFinal = false; !isFinal; ) {
    yield* input.wait(LONGEST_TABLES)
    isFinal = reader.take(1) === 1
    const type = reader.take(2)
    if (type === 0) yield* stored(input, reader, history)
    else if (type === 1) yield* compressed(input, reader, history, ...fixedCodes())
    else if (type === 2) yield* compressed(input, reader, history, ...readCodes(reader))
    else throw new DamageError('no such type of block')
  }
  reader.align()
}

function* stored(
  input: CompressedBytes,
  reader: BitReader,
  history: History,
): Generator<Uint8Array | undefined, void, void> {
  reader.align()
  yield* input.need(4)
  const length = input.littleEndian(2)
  if ((input.littleEndian(2) ^ length) !== 0xffff) throw new DamageError('a stored block without its length')
  for (let left = length; left > 0; ) {
    yield* input.need(1)
    yield* room(history)
    const size = Math.min(left, input.available, PIECE_BYTES)
    history.bytes.set(input.bytes.subarray(input.at, input.at + size), history.end)
    history.end += size
    input.at += size
    left -= size
  }
}

function* compressed(
  input: CompressedBytes,
  reader: BitReader,
  history: History,
  literals: Code,
  distances: Code,
): Generator<Uint8Array | undefined, void, void> {
  for (;;) {
    yield* input.wait(SYMBOL_BYTES + 1)
    yield* room(history)
    if (decodeSymbols(input, reader, history, literals, distances)) return
  }
}

function* room(history: History): Generator<Uint8Array, void, void> {
  if (history.ready >= PIECE_BYTES) yield* history.flush()
  history.reserve()
}

/** Decodes until a piece is full, little input is left, or the block has ended: gives whether it has. */
function decodeSymbols(
  input: CompressedBytes,
  reader: BitReader,
  history: History,
  literals: Code,
  distances: Code,
): boolean {
  const { bytes, end, isLast } = input
  const out = history.bytes
  const full = Math.min(history.end + PIECE_BYTES, out.length - LONGEST_MATCH)
  const reach = history.end - history.reach
  const lastBit = end * 8
  const enough = isLast ? lastBit : lastBit - SYMBOL_BYTES * 8
  const { table, mask } = literals
  const { table: distanceTable, mask: distanceMask } = distances
  let bit = reader.bit
  let to = history.end
  let hasEnded = false
  try {
    while (to < full && bit <= enough) {
      const word = wordAt(bytes, bit)
      const entry = table[word & mask] as number
      if (entry === 0) throw damagedAt(bit, lastBit)
      const bits = entry & 15
      const symbol = entry >>> 4
      if (symbol < END_OF_BLOCK) {
        if (bit + bits > lastBit) throw new CutError()
        bit += bits
        out[to++] = symbol
        continue
      }
      if (symbol === END_OF_BLOCK) {
        if (bit + bits > lastBit) throw new CutError()
        bit += bits
        hasEnded = true
        break
      }
      const code = symbol - FIRST_LENGTH
      const extra = lengthBits[code]
      if (extra === undefined) throw damagedAt(bit, lastBit)
      const length = (lengthBase[code] as number) + ((word >>> bits) & ((1 << extra) - 1))
      let next = bit + bits + extra
      const distanceEntry = distanceTable[wordAt(bytes, next) & distanceMask] as number
      if (distanceEntry === 0) throw damagedAt(bit, lastBit)
      next += distanceEntry & 15
      const distanceCode = distanceEntry >>> 4
      const more = distanceBits[distanceCode]
      if (more === undefined) throw damagedAt(bit, lastBit)
      const distance = (distanceBase[distanceCode] as number) + (wordAt(bytes, next) & ((1 << more) - 1))
      next += more
      if (next > lastBit) throw new CutError()
      if (distance > to - reach || distance > DEFLATE_WINDOW) {
        throw new DamageError('a match reaches too far back')
      }
      bit = next
      copyMatch(out, to, distance, length)
      to += length
    }
  } finally {
    history.end = to
    reader.bit = bit
  }
  if (!hasEnded && isLast && bit >= lastBit) throw new CutError()
  return hasEnded
}

/** Zeros after the end of the data can be a code that there is not. */
function damagedAt(bit: number, lastBit: number): CutError | DamageError {
  return bit + 15 > lastBit ? new CutError() : new DamageError('a code that there is not')
}

/** At least 25 bits from a bit on. */
function wordAt(bytes: Uint8Array, bit: number): number {
  const at = bit >>> 3
  return (
    ((bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24)) >>>
    (bit & 7)
  )
}

/** Reads bits, the lowest of a byte first. */
class BitReader {
  readonly #input: CompressedBytes
  /** Bits of the byte at `at` that are read. */
  #used = 0

  constructor(input: CompressedBytes) {
    this.#input = input
  }

  /** Where the next bit is in the input's bytes. */
  get bit(): number {
    return this.#input.at * 8 + this.#used
  }

  set bit(bit: number) {
    this.#input.at = bit >>> 3
    this.#used = bit & 7
  }

  /** The next bits, at most 16. */
  take(count: number): number {
    const { bit } = this
    if (bit + count > this.#input.end * 8) throw new CutError()
    this.bit = bit + count
    return wordAt(this.#input.bytes, bit) & ((1 << count) - 1)
  }

  /** The next symbol of a code. */
  symbol({ table, mask }: Code): number {
    const { bit } = this
    const lastBit = this.#input.end * 8
    const entry = table[wordAt(this.#input.bytes, bit) & mask] as number
    if (entry === 0) throw damagedAt(bit, lastBit)
    if (bit + (entry & 15) > lastBit) throw new CutError()
    this.bit = bit + (entry & 15)
    return entry >>> 4
  }

  /** Passes over the rest of a byte. */
  align(): void {
    if (this.#used > 0) this.#input.at++
    this.#used = 0
  }
}

let madeFixed: readonly [Code, Code] | undefined

/** RFC 1951, 3.2.6. */
function fixedCodes(): readonly [Code, Code] {
  if (madeFixed === undefined) {
    const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
    madeFixed = [codeOf(lengths, false), codeOf(new Uint8Array(32).fill(5), false)]
  }
  return madeFixed
}

/** RFC 1951, 3.2.7. */
function readCodes(reader: BitReader): readonly [Code, Code] {
  const literals = reader.take(5) + 257
  const distances = reader.take(5) + 1
  const codeLengths = reader.take(4) + 4
  if (literals > 286 || distances > 30) throw new DamageError('too many codes')
  const orders = new Uint8Array(19)
  for (let index = 0; index < codeLengths; index++) orders[lengthOrder[index] as number] = reader.take(3)
  const code = codeOf(orders, false)
  const lengths = new Uint8Array(literals + distances)
  for (let at = 0; at < lengths.length; ) {
    const symbol = reader.symbol(code)
    if (symbol < 16) {
      lengths[at++] = symbol
      continue
    }
    if (symbol === 16 && at === 0) throw new DamageError('a repetition of nothing')
    const value = symbol === 16 ? (lengths[at - 1] as number) : 0
    const count =
      symbol === 16 ? 3 + reader.take(2) : symbol === 17 ? 3 + reader.take(3) : 11 + reader.take(7)
    if (at + count > lengths.length) throw new DamageError('too many codes')
    lengths.fill(value, at, at + count)
    at += count
  }
  if (lengths[END_OF_BLOCK] === 0) throw new DamageError('a block without an end')
  return [codeOf(lengths.subarray(0, literals), true), codeOf(lengths.subarray(literals), true)]
}

/** The code with these lengths. One that could hold more is allowed where it has a single code, or none. */
function codeOf(lengths: Uint8Array, mayBeSingle: boolean): Code {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length] = (counts[length] as number) + 1
  let longest = 15
  while (longest > 0 && counts[longest] === 0) longest--
  if (longest === 0) {
    if (!mayBeSingle) throw new DamageError('a code of nothing')
    return { table: new Uint16Array(1), mask: 0 }
  }
  let left = 1
  const next = new Uint16Array(16)
  let first = 0
  for (let length = 1; length <= longest; length++) {
    next[length] = first
    const count = counts[length] as number
    first = (first + count) << 1
    left = 2 * left - count
    if (left < 0) throw new DamageError('too many codes of a length')
  }
  if (left > 0 && !(mayBeSingle && longest === 1)) throw new DamageError('an incomplete code')
  const size = 1 << longest
  const table = new Uint16Array(size)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number
    if (length === 0) continue
    const code = next[length] as number
    next[length] = code + 1
    const entry = (symbol << 4) | length
    for (let at = reversed(code, length); at < size; at += 1 << length) table[at] = entry
  }
  return { table, mask: size - 1 }
}

/** The lowest `count` bits in the other order. */
function reversed(bits: number, count: number): number {
  let result = 0
  for (let index = 0; index < count; index++) result |= ((bits >>> index) & 1) << (count - 1 - index)
  return result
}
