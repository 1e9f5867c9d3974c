/** A column of a table, in words that every engine has a type for. */

/**
 * What a column holds, and what stands for it in a batch and in the rows of an answer:
 * - `text`: a string; `word`: a string of which there are few, kept as a dictionary where the engine can;
 * - `bytes`: a `Uint8Array`;
 * - `boolean`;
 * - `int32`, `uint32`: a number; `int64`, `uint64`: a bigint, in a batch a number too where it is exact;
 * - `timestamp`: milliseconds since 1970-01-01 UTC as a number in a batch, a `Date` in an answer.
 */
export type ScalarType =
  | 'text'
  | 'word'
  | 'bytes'
  | 'boolean'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'timestamp'

/** A member of a structure. In a batch a structure is an array of its values in this order. */
export interface StructField {
  readonly name: string
  readonly type: ScalarType
}

export type ColumnType =
  | ScalarType
  /** An array, never null: empty where there is nothing. */
  | { readonly list: ScalarType }
  /** An array of structures, never null. */
  | { readonly structs: readonly StructField[] }

/** How a column follows from others: the same in the words of DuckDB and here. */
export interface Derivation {
  /** An expression of DuckDB. */
  readonly sql: string
  /** @param column gives the value of another column, as a batch has it */
  readonly value: (column: (name: string) => unknown) => unknown
}

export interface Column {
  readonly name: string
  readonly type: ColumnType
  /** Made of the other columns of its row. DuckDB makes it when it is asked for; the others are given it. */
  readonly derived?: Derivation
  /** Without it the column may be null; lists never are. */
  readonly required?: true
  /** What it holds is compressed already. DuckDB would compress many such values as one, and read all of them to have one. */
  readonly compressed?: true
  /** What it means, for `ts-aufleet schema`. */
  readonly about: string
}

export interface Table {
  readonly name: string
  readonly about: string
  readonly columns: readonly Column[]
  /** The order in which its rows lie, and the key of ClickHouse. */
  readonly sortedBy: readonly string[]
  /** The order in which DuckDB lays the rows of one batch: what is alike side by side takes less room. */
  readonly likeness?: readonly string[]
  /** The columns that tell its rows apart: a row that comes again has the same, and replaces the one before. */
  readonly key: readonly string[]
}
