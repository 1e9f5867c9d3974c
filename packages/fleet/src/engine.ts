/** What a store needs of a database: the port that DuckDB and ClickHouse are connected to. */
import type { ColumnBatch } from './columns/column-batch.ts'
import type { GatheredRows } from './columns/gathered-rows.ts'
import type { Table } from './schema/column.ts'

/**
 * A value bound to a parameter of a statement. Statements name their parameters `$name`; an engine with another grammar puts
 * its own in their place.
 */
export type Parameter = string | number | bigint | boolean | Date | null | readonly string[]

export type Parameters = Readonly<Record<string, Parameter>>

/** A value in an answer: see ScalarType; lists are arrays, structures are objects. */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly Value[]
  | { readonly [name: string]: Value }

/** The answer to a question: rows are arrays in the order of the columns. */
export interface QueryAnswer {
  readonly columns: readonly string[]
  /** The engine's own word for the type of each column. */
  readonly types: readonly string[]
  /** In pieces of some thousand rows: an answer may be longer than memory. */
  readonly rows: AsyncIterable<readonly (readonly Value[])[]>
}

export interface Engine {
  readonly name: 'duckdb' | 'clickhouse' | 'parquet'
  /** Whether a row that is inserted takes the place of the one with its key. */
  readonly replacesByKey: boolean
  /**
   * Makes the tables and views that are not there yet.
   * @throws StoreError when the store has another schema, or the server is too old
   */
  prepare(tables: readonly Table[]): Promise<void>
  /** Runs a statement that changes something. */
  execute(sql: string, parameters?: Parameters): Promise<void>
  /** Asks a question. */
  query(sql: string, parameters?: Parameters): Promise<QueryAnswer>
  insert(table: Table, batches: readonly ColumnBatch[]): Promise<void>
  /** Inserts rows as they were gathered, where the engine takes them from that memory, in threads of its own. */
  insertGathered?(rows: GatheredRows): Promise<void>
  /**
   * Runs what belongs together: all of it is there afterwards or none of it. An engine without transactions runs it as it is:
   * whoever calls it inserts rows with the same keys when it is tried again, and the row of `sources` last.
   */
  atomically(work: () => Promise<void>): Promise<void>
  /** Writes the store as Parquet files below a folder, where the engine can. */
  exportParquet?(folder: string): Promise<void>
  /** Lets other processes have the store until the next call, where it is a file that one process has. */
  rest?(): Promise<void>
  close(): Promise<void>
}
