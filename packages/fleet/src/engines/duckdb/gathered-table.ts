/**
 * Gathered rows as a table function of DuckDB, which asks for them piece by piece from its own threads, so that it compresses one
 * batch while the next is read. Texts go over as ENUMs of the batch: a number for each row, and each text once.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { DataChunk, LogicalType, TableFunctionBindInfo } from '@duckdb/node-bindings'
import type { GatheredColumn, GatheredRows } from '../../columns/gathered-rows.ts'
import { likenessOrder } from '../../columns/likeness.ts'
import type { ScalarColumn } from '../../columns/scalar-column.ts'
import type { Column } from '../../schema/column.ts'
import { storedColumns } from './column-types.ts'
import { fillVector, isEnumerable } from './fill-vector.ts'
import type { Bindings, Driver } from './load-driver.ts'

const FUNCTION = 'gathered_rows'

/** What DuckDB calls the types of numbers. */
const NUMBER_TYPES = {
  boolean: 'BOOLEAN',
  int32: 'INTEGER',
  uint32: 'UINTEGER',
  int64: 'BIGINT',
  uint64: 'UBIGINT',
  timestamp: 'TIMESTAMP',
} as const

interface GivenColumn {
  readonly column: Column
  readonly gathered: GatheredColumn
}

/** The rows that are being inserted. */
interface Giving {
  readonly columns: readonly GivenColumn[]
  readonly order: Uint32Array
  at: number
}

export class GatheredTable {
  readonly #driver: Driver
  readonly #bindings: Bindings
  readonly #connection: DuckDBConnection
  readonly #pieceRows: number
  #isRegistered = false
  #giving: Giving = { columns: [], order: new Uint32Array(0), at: 0 }

  constructor(driver: Driver, bindings: Bindings, connection: DuckDBConnection) {
    this.#driver = driver
    this.#bindings = bindings
    this.#connection = connection
    this.#pieceRows = bindings.vector_size()
  }

  /** Inserts rows in an order in which alike ones lie side by side. Until it ends the rows must not change. */
  async insert(rows: GatheredRows, table: string): Promise<void> {
    this.#register()
    const columns = storedColumns(rows.table)
      .map(([number, column]) => ({ column, gathered: rows.columns[number] as GatheredColumn }))
      .filter(({ gathered }) => holdsSomething(gathered))
    this.#giving = { columns, order: likenessOrder(rows), at: 0 }
    const names = columns.map(({ column }) => `"${column.name}"`).join(', ')
    // More threads would wait for rows in a loop.
    await this.#connection.run('SET threads = 1')
    try {
      await this.#connection.run(`INSERT INTO ${table} (${names}) SELECT ${names} FROM ${FUNCTION}()`)
    } finally {
      this.#giving = { columns: [], order: new Uint32Array(0), at: 0 }
      await this.#connection.run('RESET threads')
    }
  }

  #register(): void {
    if (this.#isRegistered) return
    this.#isRegistered = true
    const bindings = this.#bindings
    const registered = new this.#driver.DuckDBTableFunction()
    const made = registered.table_function
    bindings.table_function_set_name(made, FUNCTION)
    bindings.table_function_set_bind(made, (info) => this.#bind(info))
    bindings.table_function_set_init(made, (info) => bindings.init_set_max_threads(info, 1))
    bindings.table_function_set_function(made, (info, chunk) => {
      try {
        this.#give(chunk)
      } catch (error) {
        bindings.function_set_error(info, error instanceof Error ? error.message : String(error))
      }
    })
    this.#connection.registerTableFunction(registered)
  }

  #bind(info: TableFunctionBindInfo): void {
    const bindings = this.#bindings
    try {
      for (const { column, gathered } of this.#giving.columns)
        bindings.bind_add_result_column(info, column.name, this.#typeOf(column, gathered))
      bindings.bind_set_cardinality(info, this.#giving.order.length, true)
    } catch (error) {
      bindings.bind_set_error(info, error instanceof Error ? error.message : String(error))
    }
  }

  #typeOf({ type }: Column, gathered: GatheredColumn): LogicalType {
    const bindings = this.#bindings
    if (gathered.kind !== 'lists') return this.#scalarType(gathered)
    const members = gathered.members.map((member) => this.#scalarType(member))
    const names =
      typeof type !== 'string' && 'structs' in type ? type.structs.map(({ name }) => name) : undefined
    const [only] = members
    if (names === undefined && only !== undefined) return bindings.create_list_type(only)
    return bindings.create_list_type(bindings.create_struct_type(members, names ?? []))
  }

  #scalarType(gathered: ScalarColumn): LogicalType {
    const bindings = this.#bindings
    const { Type } = bindings
    if (gathered.kind === 'bytes') return bindings.create_logical_type(Type.BLOB)
    if (gathered.kind === 'texts') {
      return isEnumerable(gathered)
        ? bindings.create_enum_type(gathered.texts.slice(1))
        : bindings.create_logical_type(Type.VARCHAR)
    }
    return bindings.create_logical_type(Type[NUMBER_TYPES[gathered.type]])
  }

  #give(chunk: DataChunk): void {
    const { columns, order, at } = this.#giving
    const rows = order.subarray(at, at + this.#pieceRows)
    for (const [index, { gathered }] of columns.entries())
      fillVector(this.#bindings, this.#bindings.data_chunk_get_vector(chunk, index), gathered, rows)
    this.#bindings.data_chunk_set_size(chunk, rows.length)
    this.#giving.at += rows.length
  }
}

/** A column without any values is left out: it is null in all rows. */
function holdsSomething(gathered: GatheredColumn): boolean {
  return gathered.kind === 'texts' ? gathered.texts.length > 1 : true
}
