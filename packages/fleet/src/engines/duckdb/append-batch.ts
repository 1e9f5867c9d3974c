/** A batch of rows into a table of DuckDB, by its appender: as columns of values, never as text of SQL. */
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { ColumnBatch } from '../../engine.ts'
import type { ColumnType, ScalarType, StructField, Table } from '../../schema/column.ts'
import type { Driver } from './load-driver.ts'

/** DuckDB's own size of a piece of rows. */
const CHUNK_ROWS = 2048

export async function appendBatches(
  driver: Driver,
  connection: DuckDBConnection,
  table: Table,
  batches: readonly ColumnBatch[],
): Promise<void> {
  const types = table.columns.map(({ type }) => typeOf(driver, type))
  const converters = table.columns.map(({ type }) => converterOf(driver, type))
  const appender = await connection.createAppender(table.name)
  for (const { rowCount, columns } of batches) {
    for (let start = 0; start < rowCount; start += CHUNK_ROWS) {
      const end = Math.min(rowCount, start + CHUNK_ROWS)
      const chunk = driver.DuckDBDataChunk.create(types, end - start)
      for (const [index, values] of columns.entries()) {
        const convert = converters[index]
        const part = values.slice(start, end)
        chunk.setColumnValues(
          index,
          convert === undefined ? (part as readonly DuckDBValue[]) : part.map(convert),
        )
      }
      appender.appendDataChunk(chunk)
    }
  }
  appender.closeSync()
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

type Converter = (value: unknown) => DuckDBValue

/** What makes the driver's value of ours, where they differ. */
function converterOf(driver: Driver, type: ColumnType): Converter | undefined {
  if (typeof type === 'string') return scalarConverter(driver, type)
  if ('list' in type) {
    const convert = scalarConverter(driver, type.list)
    return (value) => {
      const items = value as readonly unknown[]
      return driver.listValue(convert === undefined ? (items as DuckDBValue[]) : items.map(convert))
    }
  }
  const toStruct = structConverter(driver, type.structs)
  return (value) => driver.listValue((value as readonly (readonly unknown[])[]).map(toStruct))
}

function structConverter(driver: Driver, fields: readonly StructField[]) {
  const converters = fields.map(({ type }) => scalarConverter(driver, type) ?? orNull)
  return (values: readonly unknown[]) =>
    driver.structValue(
      Object.fromEntries(
        fields.map(({ name }, index) => [name, (converters[index] ?? orNull)(values[index])]),
      ),
    )
}

function orNull(value: unknown): DuckDBValue {
  return value === undefined ? null : (value as DuckDBValue)
}

function scalarConverter(driver: Driver, type: ScalarType): Converter | undefined {
  switch (type) {
    case 'int64':
    case 'uint64':
      return (value) => (typeof value === 'number' ? BigInt(value) : orNull(value))
    case 'timestamp':
      return (value) =>
        typeof value === 'number' ? new driver.DuckDBTimestampValue(BigInt(value) * 1000n) : null
    case 'bytes':
      return (value) => (value instanceof Uint8Array ? new driver.DuckDBBlobValue(value) : null)
    default:
      return orNull
  }
}
