/** What a store needs of a database: the port that DuckDB and ClickHouse are connected to. */
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

/**
 * Rows to insert, column by column, as `table.columns` has them. A null value is null or undefined.
 * See ScalarType for what the values are; a list is an array, a structure an array of its members.
 */
export interface ColumnBatch {
  readonly rowCount: number
  readonly columns: readonly (readonly unknown[])[]
}

/** Rows that wait in the engine's memory for the transaction that inserts them. */
export interface Staging {
  /** How many rows it likes to be given at once. */
  readonly rowsAtOnce: number
  /** May be called while a transaction runs, to which the rows do not belong. */
  add(table: Table, batch: ColumnBatch): Promise<void>
  /** Cuts off what was added so far. */
  seal(): Promise<SealedRows>
}

export interface SealedRows {
  /** Inserts them, to be called in `atomically`: the work of compressing them is not this thread's. */
  insert(): Promise<void>
  /** Frees their memory, after that transaction. */
  discard(): Promise<void>
}

export interface Engine {
  readonly name: 'duckdb' | 'clickhouse' | 'parquet'
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
  /**
   * Runs what belongs together: all of it is there afterwards or none of it. An engine without transactions runs it as it is:
   * whoever calls it inserts rows with the same keys when it is tried again, and the row of `sources` last.
   */
  atomically(work: () => Promise<void>): Promise<void>
  /** Where rows wait for their transaction, if the engine has such a place; otherwise whoever imports gathers them. */
  readonly staging?: Staging
  /** Writes the store as Parquet files below a folder, where the engine can. */
  exportParquet?(folder: string): Promise<void>
  close(): Promise<void>
}
