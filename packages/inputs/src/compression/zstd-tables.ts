/** The tables of zstd: finite state entropy and Huffman (RFC 8878, 4). */
import { DamageError } from './decoding-errors.ts'
import { bitsAt, endBit, wordAt } from './zstd-bits.ts'

/** A finite state table: by state, the symbol, and how the next state is made. */
export interface StateTable {
  /** The bits that the first state takes. */
  readonly accuracy: number
  readonly symbols: Uint8Array
  /** How many bits are added to {@link bases}. */
  readonly bits: Uint8Array
  readonly bases: Uint16Array
}

/** A Huffman table: by the next bits, `symbol << 4 | length`. */
export interface HuffmanTable {
  readonly bits: number
  readonly entries: Uint16Array
}

const LEAST_ACCURACY = 5
const LONGEST_CODE = 11
const WEIGHT_ACCURACY = 6

/** A table of one symbol, which takes no bits. */
export function singleState(symbol: number): StateTable {
  return {
    accuracy: 0,
    symbols: Uint8Array.of(symbol),
    bits: new Uint8Array(1),
    bases: new Uint16Array(1),
  }
}

/** Makes the table of these probabilities: counts out of `1 << accuracy`, -1 for less than one. */
export function stateTable(counts: readonly number[], accuracy: number): StateTable {
  const size = 1 << accuracy
  const symbols = new Uint8Array(size)
  const bits = new Uint8Array(size)
  const bases = new Uint16Array(size)
  const next = new Uint16Array(counts.length)
  let high = size
  for (const [symbol, count] of counts.entries()) {
    if (count === -1) {
      symbols[--high] = symbol
      next[symbol] = 1
    } else next[symbol] = count
  }
  const step = (size >> 1) + (size >> 3) + 3
  let place = 0
  for (const [symbol, count] of counts.entries()) {
    for (let index = 0; index < count; index++) {
      symbols[place] = symbol
      do place = (place + step) & (size - 1)
      while (place >= high)
    }
  }
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state] as number
    const value = next[symbol] as number
    next[symbol] = value + 1
    const width = accuracy - (31 - Math.clz32(value))
    bits[state] = width
    bases[state] = (value << width) - size
  }
  return { accuracy, symbols, bits, bases }
}

/** Reads the description of a table; gives where it ends, too. */
export function readStateTable(
  bytes: Uint8Array,
  start: number,
  end: number,
  mostAccuracy: number,
  symbolCount: number,
): { readonly table: StateTable; readonly next: number } {
  let bit = start * 8
  const lastBit = end * 8
  const take = (count: number): number => {
    const value = wordAt(bytes, bit) & ((1 << count) - 1)
    bit += count
    if (bit > lastBit) throw new DamageError('a table that is cut short')
    return value
  }
  const accuracy = take(4) + LEAST_ACCURACY
  if (accuracy > mostAccuracy) throw new DamageError('a table that is too large')
  const counts: number[] = []
  for (let left = 1 << accuracy; left > 0; ) {
    if (counts.length >= symbolCount) throw new DamageError('a table of too many symbols')
    // A value up to left + 1, where the lower ones take a bit less.
    const width = 32 - Math.clz32(left + 1)
    const spare = (1 << width) - 1 - (left + 1)
    let value = take(width - 1)
    if (value >= spare) {
      value += take(1) << (width - 1)
      if (value >= 1 << (width - 1)) value -= spare
    }
    const count = value - 1
    counts.push(count)
    left -= Math.abs(count)
    if (count !== 0) continue
    for (let more = 3; more === 3; ) {
      more = take(2)
      for (let index = 0; index < more; index++) counts.push(0)
      if (counts.length > symbolCount) throw new DamageError('a table of too many symbols')
    }
  }
  return { table: stateTable(counts, accuracy), next: (bit + 7) >>> 3 }
}

/** Reads a Huffman table; gives where its description ends, too. */
export function readHuffmanTable(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly table: HuffmanTable; readonly next: number } {
  if (start >= end) throw new DamageError('a table that is cut short')
  const head = bytes[start] as number
  const isPacked = head < 128
  const next = start + 1 + (isPacked ? head : (head - 126) >> 1)
  if (next > end) throw new DamageError('a table that is cut short')
  const weights = isPacked
    ? packedWeights(bytes, start + 1, next)
    : Array.from({ length: head - 127 }, (_, index) => {
        const byte = bytes[start + 1 + (index >> 1)] as number
        return index % 2 === 0 ? byte >> 4 : byte & 15
      })
  return { table: huffmanTable(weights), next }
}

/** Two states take turns until the bits are used up. */
function packedWeights(bytes: Uint8Array, start: number, end: number): number[] {
  const { table, next } = readStateTable(bytes, start, end, WEIGHT_ACCURACY, 13)
  const first = next * 8
  let bit = endBit(bytes, next, end)
  const take = (count: number): number => {
    bit -= count
    return bitsAt(bytes, first, bit, count)
  }
  const weights: number[] = []
  let state = take(table.accuracy)
  let other = take(table.accuracy)
  while (bit >= first) {
    if (weights.length > 253) throw new DamageError('a table of too many symbols')
    weights.push(table.symbols[state] as number)
    const following = (table.bases[state] as number) + take(table.bits[state] as number)
    state = other
    other = following
  }
  weights.push(table.symbols[state] as number)
  return weights
}

/** The table of these weights and of a last symbol that fills what is left. */
function huffmanTable(given: readonly number[]): HuffmanTable {
  let sum = 0
  for (const weight of given) {
    if (weight > LONGEST_CODE) throw new DamageError('a code that is too long')
    if (weight > 0) sum += 1 << (weight - 1)
  }
  const bits = 32 - Math.clz32(sum)
  if (sum === 0 || bits > LONGEST_CODE) throw new DamageError('a code that is too long')
  const left = (1 << bits) - sum
  if ((left & (left - 1)) !== 0) throw new DamageError('an incomplete code')
  const weights = [...given, 32 - Math.clz32(left)]
  const entries = new Uint16Array(1 << bits)
  let place = 0
  for (let weight = 1; weight <= bits; weight++) {
    for (const [symbol, own] of weights.entries()) {
      if (own !== weight) continue
      const size = 1 << (weight - 1)
      entries.fill((symbol << 4) | (bits + 1 - weight), place, place + size)
      place += size
    }
  }
  if (place !== entries.length) throw new DamageError('an incomplete code')
  return { bits, entries }
}
