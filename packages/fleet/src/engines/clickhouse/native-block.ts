/**
 * Rows as a block of ClickHouse's format Native: column by column, as a batch has them. The server casts to the types of the table.
 * Source: https://clickhouse.com/docs/interfaces/formats/Native
 */
import type { ColumnBatch } from '../../columns/column-batch.ts'
import type { Column, ScalarType, Table } from '../../schema/column.ts'
import { columnValues } from '../../schema/column-values.ts'
import { ByteWriter } from './byte-writer.ts'
import { sentType } from './column-types.ts'

/** The bytes of a batch; `version` goes into every row's `_version`. */
export function nativeBlock(table: Table, batch: ColumnBatch, version: bigint): Uint8Array {
  const { rowCount } = batch
  const out = new ByteWriter()
  out.varint(table.columns.length + 1)
  out.varint(rowCount)
  for (const [index, column] of table.columns.entries()) {
    const values = columnValues(table, batch, index)
    if (values === undefined || values.length !== rowCount) {
      throw new RangeError(`${table.name}: the batch has no ${rowCount} values for ${column.name}`)
    }
    out.text(column.name)
    out.text(sentType(column))
    writeColumn(out, column, values)
  }
  out.text('_version')
  out.text('UInt64')
  for (let row = 0; row < rowCount; row++) out.int64(version)
  return out.bytes()
}

function writeColumn(out: ByteWriter, { type, required }: Column, values: readonly unknown[]): void {
  if (typeof type === 'string') {
    if (required !== true) writeNulls(out, values)
    writeScalars(out, type, values)
    return
  }
  const lists = values as readonly (readonly unknown[])[]
  let end = 0
  for (const list of lists) {
    end += list.length
    out.int64(BigInt(end))
  }
  const items = lists.flat(1)
  if ('list' in type) {
    writeScalars(out, type.list, items)
    return
  }
  for (const [index, member] of type.structs.entries()) {
    const members = (items as readonly (readonly unknown[])[]).map((struct) => struct[index])
    writeNulls(out, members)
    writeScalars(out, member.type, members)
  }
}

function writeNulls(out: ByteWriter, values: readonly unknown[]): void {
  for (const value of values) out.byte(value === null || value === undefined ? 1 : 0)
}

/** Writes the values of one type; a value that is null takes the place of an empty one. */
function writeScalars(out: ByteWriter, type: ScalarType, values: readonly unknown[]): void {
  const write = WRITERS[type]
  for (const value of values) write(out, value)
}

const WRITERS: Readonly<Record<ScalarType, (out: ByteWriter, value: unknown) => void>> = {
  text: writeText,
  word: writeText,
  bytes: (out, value) => out.lengthAndBytes(value instanceof Uint8Array ? value : EMPTY),
  boolean: (out, value) => out.byte(value === true ? 1 : 0),
  int32: (out, value) => out.int32(typeof value === 'number' ? value : 0),
  uint32: (out, value) => out.int32(typeof value === 'number' ? value : 0),
  int64: writeInt64,
  uint64: writeInt64,
  timestamp: writeInt64,
}

const EMPTY = new Uint8Array(0)

function writeText(out: ByteWriter, value: unknown): void {
  out.text(typeof value === 'string' ? value : '')
}

function writeInt64(out: ByteWriter, value: unknown): void {
  if (typeof value === 'bigint') out.int64(value)
  else out.integer(typeof value === 'number' ? value : 0)
}
