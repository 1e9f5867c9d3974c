/**
 * Rows into a table of DuckDB, as the columns of memory that it works on itself. The driver's own way, a value at a time, took
 * three times as long as everything else of an import.
 */
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk, DuckDBType } from '@duckdb/node-api'
import type { DataChunk, Vector } from '@duckdb/node-bindings'
import type { ColumnBatch } from '../../columns/column-batch.ts'
import type { ColumnType, ScalarType, Table } from '../../schema/column.ts'
import { type StoredColumn, storedColumns } from './column-types.ts'
import type { Bindings, Driver } from './load-driver.ts'

/** DuckDB's own size of a piece of rows. */
const CHUNK_ROWS = 2048
/** A text of so many bytes stands in its column; of a longer one a pointer does. */
const INLINE_BYTES = 12
const STRING_BYTES = 16

export class TableAppender {
  readonly #driver: Driver
  readonly #bindings: Bindings
  readonly #columns: readonly StoredColumn[]
  readonly #appender: DuckDBAppender
  readonly #types: readonly DuckDBType[]
  #chunk: DuckDBDataChunk | undefined

  private constructor(driver: Driver, bindings: Bindings, table: Table, appender: DuckDBAppender) {
    this.#driver = driver
    this.#bindings = bindings
    this.#columns = storedColumns(table)
    this.#appender = appender
    this.#types = this.#columns.map(([, { type }]) => typeOf(driver, type))
  }

  static async open(
    driver: Driver,
    bindings: Bindings,
    connection: DuckDBConnection,
    table: Table,
  ): Promise<TableAppender> {
    const appender = await connection.createAppender(table.name)
    return new TableAppender(driver, bindings, table, appender)
  }

  append({ rowCount, columns }: ColumnBatch): void {
    for (let start = 0; start < rowCount; start += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rowCount - start)
      const chunk = this.#emptyChunk(count)
      const raw: DataChunk = chunk.chunk
      for (let index = 0; index < this.#columns.length; index++) {
        const [number, { type }] = this.#columns[index] as StoredColumn
        const values = columns[number] ?? []
        const part = count === values.length ? values : values.slice(start, start + count)
        this.#fill(this.#bindings.data_chunk_get_vector(raw, index), type, part)
      }
      this.#appender.appendDataChunk(chunk)
    }
  }

  /** The same piece of memory each time. */
  #emptyChunk(count: number): DuckDBDataChunk {
    if (this.#chunk === undefined) this.#chunk = this.#driver.DuckDBDataChunk.create(this.#types, count)
    else {
      this.#chunk.reset()
      this.#chunk.rowCount = count
    }
    return this.#chunk
  }

  /** What was appended is in the table. */
  close(): void {
    this.#appender.closeSync()
  }

  #fill(vector: Vector, type: ColumnType, values: readonly unknown[]): void {
    if (typeof type === 'string') {
      this.#fillScalars(vector, type, values)
      return
    }
    const bindings = this.#bindings
    const entries = new BigUint64Array(scratch(16 * values.length), 0, 2 * values.length)
    let size = 0
    for (let row = 0; row < values.length; row++) {
      const list = values[row] as readonly unknown[]
      entries[2 * row] = BigInt(size)
      entries[2 * row + 1] = BigInt(list.length)
      size += list.length
    }
    bindings.copy_data_to_vector(vector, 0, entries.buffer, 0, entries.byteLength)
    bindings.list_vector_reserve(vector, size)
    bindings.list_vector_set_size(vector, size)
    if (size === 0) return
    const items: unknown[] = []
    for (const list of values as readonly (readonly unknown[])[]) {
      for (let at = 0; at < list.length; at++) items.push(list[at])
    }
    const child = bindings.list_vector_get_child(vector)
    if ('list' in type) {
      this.#fillScalars(child, type.list, items)
      return
    }
    for (const [index, field] of type.structs.entries()) {
      const members = items.map((item) => (item as readonly unknown[])[index])
      this.#fillScalars(bindings.struct_vector_get_child(child, index), field.type, members)
    }
  }

  #fillScalars(vector: Vector, type: ScalarType, values: readonly unknown[]): void {
    const bindings = this.#bindings
    const nulls = nullBits(values)
    if (nulls !== undefined) {
      bindings.vector_ensure_validity_writable(vector)
      bindings.copy_data_to_vector_validity(vector, 0, nulls.buffer, 0, nulls.byteLength)
    }
    if (type === 'text' || type === 'word') this.#fillTexts(vector, values)
    else if (type === 'bytes') this.#fillBytes(vector, values)
    else {
      const data = numbers(type, values)
      bindings.copy_data_to_vector(vector, 0, data.buffer, 0, data.byteLength)
    }
  }

  #fillTexts(vector: Vector, values: readonly unknown[]): void {
    const data = new Uint8Array(scratch(STRING_BYTES * values.length), 0, STRING_BYTES * values.length).fill(
      0,
    )
    const long: number[] = []
    for (let row = 0; row < values.length; row++) {
      const text = values[row]
      if (typeof text === 'string' && !writeInline(text, data, STRING_BYTES * row)) long.push(row)
    }
    this.#bindings.copy_data_to_vector(vector, 0, data.buffer, 0, data.byteLength)
    for (const row of long) this.#bindings.vector_assign_string_element(vector, row, values[row] as string)
  }

  #fillBytes(vector: Vector, values: readonly unknown[]): void {
    for (let row = 0; row < values.length; row++) {
      const bytes = values[row]
      if (bytes instanceof Uint8Array) this.#bindings.vector_assign_string_element_len(vector, row, bytes)
    }
  }
}

/**
 * Memory for the values of one column, until DuckDB has copied them: arrays made anew for each would have the collector of
 * garbage at work half of the time.
 */
let numberMemory = new ArrayBuffer(STRING_BYTES * CHUNK_ROWS)
let bitMemory = new ArrayBuffer(CHUNK_ROWS)

function scratch(size: number): ArrayBuffer {
  if (numberMemory.byteLength < size) numberMemory = new ArrayBuffer(2 * size)
  return numberMemory
}

function bitScratch(size: number): ArrayBuffer {
  if (bitMemory.byteLength < size) bitMemory = new ArrayBuffer(8 * Math.ceil(size / 4))
  return bitMemory
}

/** Writes a short text of ASCII as DuckDB keeps it: its length, then its bytes. Says whether it was one. */
function writeInline(text: string, data: Uint8Array, at: number): boolean {
  const { length } = text
  if (length > INLINE_BYTES) return false
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index)
    if (code > 0x7f) {
      data.fill(0, at, at + STRING_BYTES)
      return false
    }
    data[at + 4 + index] = code
  }
  data[at] = length
  return true
}

/** A bit for each value, 0 for null; undefined when none is. */
function nullBits(values: readonly unknown[]): Uint8Array<ArrayBuffer> | undefined {
  let bits: Uint8Array<ArrayBuffer> | undefined
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value !== null && value !== undefined) continue
    bits ??= new Uint8Array(bitScratch(values.length / 8 + 8), 0, 8 * Math.ceil(values.length / 64)).fill(
      0xff,
    )
    bits[row >> 3] = (bits[row >> 3] ?? 0) & ~(1 << (row & 7))
  }
  return bits
}

type Numbers = Exclude<ScalarType, 'text' | 'word' | 'bytes'>
type NumberArray =
  | Uint8Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>

function numbers(type: Numbers, values: readonly unknown[]): NumberArray {
  const { length } = values
  switch (type) {
    case 'boolean': {
      const data = new Uint8Array(scratch(length), 0, length)
      for (let row = 0; row < length; row++) data[row] = values[row] === true ? 1 : 0
      return data
    }
    case 'int32':
      return smallNumbers(new Int32Array(scratch(4 * length), 0, length), values)
    case 'uint32':
      return smallNumbers(new Uint32Array(scratch(4 * length), 0, length), values)
    case 'int64':
      return wideNumbers(new BigInt64Array(scratch(8 * length), 0, length), values, 1)
    case 'uint64':
      return wideNumbers(new BigUint64Array(scratch(8 * length), 0, length), values, 1)
    case 'timestamp':
      return wideNumbers(new BigInt64Array(scratch(8 * length), 0, length), values, MICROSECONDS)
  }
}

/** In a millisecond; DuckDB's times are in microseconds. */
const MICROSECONDS = 1000

function smallNumbers<Data extends Int32Array | Uint32Array>(data: Data, values: readonly unknown[]): Data {
  for (let row = 0; row < data.length; row++) {
    const value = values[row]
    data[row] = typeof value === 'number' ? value : 0
  }
  return data
}

function wideNumbers<Data extends BigInt64Array | BigUint64Array>(
  data: Data,
  values: readonly unknown[],
  factor: number,
): Data {
  for (let row = 0; row < data.length; row++) {
    const value = values[row]
    if (typeof value === 'bigint') data[row] = factor === 1 ? value : value * BigInt(factor)
    else data[row] = typeof value === 'number' ? BigInt(value * factor) : 0n
  }
  return data
}

function typeOf(driver: Driver, type: ColumnType): DuckDBType {
  if (typeof type === 'string') return scalarType(driver, type)
  if ('list' in type) return driver.LIST(scalarType(driver, type.list))
  return driver.LIST(
    driver.STRUCT(
      Object.fromEntries(type.structs.map((field) => [field.name, scalarType(driver, field.type)])),
    ),
  )
}

function scalarType(driver: Driver, type: ScalarType): DuckDBType {
  switch (type) {
    case 'text':
    case 'word':
      return driver.VARCHAR
    case 'bytes':
      return driver.BLOB
    case 'boolean':
      return driver.BOOLEAN
    case 'int32':
      return driver.INTEGER
    case 'uint32':
      return driver.UINTEGER
    case 'int64':
      return driver.BIGINT
    case 'uint64':
      return driver.UBIGINT
    case 'timestamp':
      return driver.TIMESTAMP
  }
}
