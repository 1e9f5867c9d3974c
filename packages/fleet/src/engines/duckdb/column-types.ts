/** The types of DuckDB for the columns of a store. */
import type { Column, ColumnType, ScalarType, Table } from '../../schema/column.ts'

const SCALARS: Readonly<Record<ScalarType, string>> = {
  text: 'VARCHAR',
  word: 'VARCHAR',
  bytes: 'BLOB',
  boolean: 'BOOLEAN',
  int32: 'INTEGER',
  uint32: 'UINTEGER',
  int64: 'BIGINT',
  uint64: 'UBIGINT',
  timestamp: 'TIMESTAMP',
}

export function duckdbType(type: ColumnType): string {
  if (typeof type === 'string') return SCALARS[type]
  if ('list' in type) return `${SCALARS[type.list]}[]`
  return `STRUCT(${type.structs.map((field) => `"${field.name}" ${SCALARS[field.type]}`).join(', ')})[]`
}

/** The statement that makes a table which is not there yet. */
export function createTable(table: Table): string {
  return `CREATE TABLE IF NOT EXISTS ${definition(table)}`
}

/** The statement that makes a table without rows which only this connection has. */
export function createTemporaryTable(table: Table): string {
  return `CREATE OR REPLACE TEMP TABLE ${definition(table)}`
}

function definition(table: Table): string {
  const columns = table.columns.map(({ name, type, required, compressed, derived }) => {
    if (derived !== undefined)
      return `"${name}" ${duckdbType(type)} GENERATED ALWAYS AS (${derived.sql}) VIRTUAL`
    const compression = compressed === true ? ' USING COMPRESSION uncompressed' : ''
    return `"${name}" ${duckdbType(type)}${compression}${required === true ? ' NOT NULL' : ''}`
  })
  return `"${table.name}" (${columns.join(', ')})`
}

/** A column with its number in a batch. */
export type StoredColumn = readonly [number, Column]

/** The columns that DuckDB keeps. */
export function storedColumns({ columns }: Table): readonly StoredColumn[] {
  return [...columns.entries()].filter(([, { derived }]) => derived === undefined)
}
