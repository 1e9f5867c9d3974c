/** Copies gathered values into DuckDB's vectors. */
import type { Vector } from '@duckdb/node-bindings'
import type { BytesColumn } from '../../columns/bytes-column.ts'
import type { GatheredColumn } from '../../columns/gathered-rows.ts'
import type { ListColumn } from '../../columns/list-column.ts'
import type { NumberColumn } from '../../columns/number-column.ts'
import type { TextColumn } from '../../columns/text-column.ts'
import type { Bindings } from './load-driver.ts'

/** Numbers of texts up to which DuckDB keeps an ENUM in one byte, and in two. */
const MOST_IN_BYTE = 255
const MOST_IN_TWO = 65_535

/** Whether the texts of a batch can be an ENUM, whose names are texts of C, and worth it. */
export function isEnumerable({ texts, holdsNul }: TextColumn): boolean {
  return !holdsNul && texts.length > 1 && texts.length - 1 <= MOST_IN_TWO
}

/** @param rows the numbers of the rows in the column, in the order of the vector */
export function fillVector(
  bindings: Bindings,
  vector: Vector,
  column: GatheredColumn,
  rows: Uint32Array,
): void {
  if (column.kind === 'numbers') fillNumbers(bindings, vector, column, rows)
  else if (column.kind === 'bytes') fillBytes(bindings, vector, column, rows)
  else if (column.kind === 'lists') fillLists(bindings, vector, column, rows)
  else if (isEnumerable(column)) fillEnum(bindings, vector, column, rows)
  else fillTexts(bindings, vector, column, rows)
}

type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>

/** Memory for the values of one vector until DuckDB has copied them, and for the bits that say which are null. */
let memory = new ArrayBuffer(1 << 16)
let bits = new Uint8Array(1 << 10)

function scratch(bytes: number): ArrayBuffer {
  if (memory.byteLength < bytes) memory = new ArrayBuffer(2 * bytes)
  return memory
}

function copy(bindings: Bindings, vector: Vector, data: Numbers): void {
  bindings.copy_data_to_vector(vector, 0, data.buffer, 0, data.byteLength)
}

function fillNumbers(bindings: Bindings, vector: Vector, column: NumberColumn, rows: Uint32Array): void {
  const { data, isWide, type } = column
  const count = rows.length
  if (type === 'timestamp') copy(bindings, vector, microseconds(column, rows))
  else if (isWide) {
    const halves = new Uint32Array(scratch(8 * count), 0, 2 * count)
    for (let index = 0; index < count; index++) {
      const row = rows[index] as number
      halves[2 * index] = data[2 * row] as number
      halves[2 * index + 1] = data[2 * row + 1] as number
    }
    copy(bindings, vector, halves)
  } else {
    const values =
      data instanceof Uint8Array
        ? new Uint8Array(scratch(count), 0, count)
        : new Uint32Array(scratch(4 * count), 0, count)
    for (let index = 0; index < count; index++) values[index] = data[rows[index] as number] as number
    copy(bindings, vector, values)
  }
  markNulls(bindings, vector, column.set, rows)
}

const TWO_32 = 4294967296
/** Milliseconds whose microseconds are exact as numbers. */
const MOST_EXACT = Math.floor(Number.MAX_SAFE_INTEGER / 1000)

function microseconds(column: NumberColumn, rows: Uint32Array): Uint32Array<ArrayBuffer> {
  const halves = new Uint32Array(scratch(8 * rows.length), 0, 2 * rows.length)
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as number
    const time = ((column.data[2 * row + 1] as number) | 0) * TWO_32 + (column.data[2 * row] as number)
    if (Math.abs(time) <= MOST_EXACT) {
      halves[2 * index] = time * 1000
      halves[2 * index + 1] = Math.floor((time * 1000) / TWO_32)
    } else {
      const exact = BigInt(time) * 1000n
      halves[2 * index] = Number(BigInt.asUintN(32, exact))
      halves[2 * index + 1] = Number(BigInt.asUintN(32, exact >> 32n))
    }
  }
  return halves
}

function fillEnum(
  bindings: Bindings,
  vector: Vector,
  { numbers, texts }: TextColumn,
  rows: Uint32Array,
): void {
  const count = rows.length
  const values =
    texts.length - 1 <= MOST_IN_BYTE
      ? new Uint8Array(scratch(count), 0, count)
      : new Uint16Array(scratch(2 * count), 0, count)
  for (let index = 0; index < count; index++) {
    const number = numbers[rows[index] as number] as number
    values[index] = number === 0 ? 0 : number - 1
  }
  copy(bindings, vector, values)
  markNulls(bindings, vector, numbers, rows)
}

const encoder = new TextEncoder()

function fillTexts(
  bindings: Bindings,
  vector: Vector,
  { numbers, texts }: TextColumn,
  rows: Uint32Array,
): void {
  for (let index = 0; index < rows.length; index++) {
    const number = numbers[rows[index] as number] as number
    if (number === 0) continue
    bindings.vector_assign_string_element_len(vector, index, encoder.encode(texts[number]))
  }
  markNulls(bindings, vector, numbers, rows)
}

function fillBytes(bindings: Bindings, vector: Vector, { values }: BytesColumn, rows: Uint32Array): void {
  const set = Uint8Array.from(rows, (row) => (values[row] === undefined ? 0 : 1))
  for (const [index, row] of rows.entries()) {
    const bytes = values[row]
    if (bytes !== undefined) bindings.vector_assign_string_element_len(vector, index, bytes)
  }
  markNulls(
    bindings,
    vector,
    set,
    Uint32Array.from(rows, (_, index) => index),
  )
}

function fillLists(bindings: Bindings, vector: Vector, column: ListColumn, rows: Uint32Array): void {
  const count = rows.length
  const entries = new Uint32Array(scratch(16 * count), 0, 4 * count)
  let size = 0
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number
    const length = (column.ends[row] as number) - column.start(row)
    entries[4 * index] = size
    entries[4 * index + 1] = 0
    entries[4 * index + 2] = length
    entries[4 * index + 3] = 0
    size += length
  }
  copy(bindings, vector, entries)
  bindings.list_vector_reserve(vector, size)
  bindings.list_vector_set_size(vector, size)
  if (size === 0) return
  const items = new Uint32Array(size)
  let next = 0
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number
    const end = column.ends[row] as number
    for (let item = column.start(row); item < end; item++) items[next++] = item
  }
  const child = bindings.list_vector_get_child(vector)
  if (!column.isOfStructs) {
    for (const member of column.members) fillVector(bindings, child, member, items)
    return
  }
  for (const [index, member] of column.members.entries())
    fillVector(bindings, bindings.struct_vector_get_child(child, index), member, items)
}

/** @param set 0 for the rows that are null */
function markNulls(
  bindings: Bindings,
  vector: Vector,
  set: Uint8Array | Uint32Array,
  rows: Uint32Array,
): void {
  const words = 8 * Math.ceil(rows.length / 64)
  if (bits.length < words) bits = new Uint8Array(2 * words)
  let nulls = 0
  for (let byte = 0; byte < words; byte++) {
    let value = 0
    const end = Math.min(8, rows.length - 8 * byte)
    for (let bit = 0; bit < end; bit++) {
      if (set[rows[8 * byte + bit] as number] === 0) nulls++
      else value |= 1 << bit
    }
    bits[byte] = value
  }
  if (nulls === 0) return
  bindings.vector_ensure_validity_writable(vector)
  bindings.copy_data_to_vector_validity(vector, 0, bits.buffer, 0, words)
}
