/**
 * Rows that wait in memory for their transaction. An appender on the table itself compresses in the thread that calls it; from
 * here DuckDB does so in its own threads, while the next rows are read.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnBatch, SealedRows, Staging } from '../../engine.ts'
import type { Table } from '../../schema/column.ts'
import { TableAppender } from './append-batch.ts'
import { duckdbType, storedColumns } from './column-types.ts'
import type { Bindings, Driver } from './load-driver.ts'

const DATABASE = 'staging'

interface StagedTable {
  readonly table: Table
  readonly name: string
  readonly appender: TableAppender
}

export class DuckdbStaging implements Staging {
  /** Some of DuckDB's own pieces, of which the last need not be full. */
  readonly rowsAtOnce = 8192
  readonly #driver: Driver
  readonly #bindings: Bindings
  /** Of the memory. */
  readonly #connection: DuckDBConnection
  /** Of the transaction. */
  readonly #target: DuckDBConnection
  #open = new Map<Table, StagedTable>()
  #sealed = 0
  #isAttached = false

  constructor(driver: Driver, bindings: Bindings, connection: DuckDBConnection, target: DuckDBConnection) {
    this.#driver = driver
    this.#bindings = bindings
    this.#connection = connection
    this.#target = target
  }

  async add(table: Table, batch: ColumnBatch): Promise<void> {
    let staged = this.#open.get(table)
    if (staged === undefined) {
      staged = await this.#stage(table)
      this.#open.set(table, staged)
    }
    staged.appender.append(batch)
  }

  async seal(): Promise<SealedRows> {
    const tables = [...this.#open.values()]
    this.#open = new Map()
    this.#sealed++
    for (const { appender } of tables) appender.close()
    return {
      insert: async () => {
        for (const { table, name } of tables) await this.#target.run(insertion(table, name))
      },
      discard: async () => {
        for (const { name } of tables) await this.#connection.run(`DROP TABLE ${DATABASE}.${name}`)
      },
    }
  }

  async #stage(table: Table): Promise<StagedTable> {
    if (!this.#isAttached) await this.#connection.run(`ATTACH ':memory:' AS ${DATABASE}`)
    this.#isAttached = true
    const name = `${table.name}_${this.#sealed}`
    const columns = storedColumns(table).map(([, { name, type }]) => `"${name}" ${duckdbType(type)}`)
    await this.#connection.run(`CREATE TABLE ${DATABASE}.${name} (${columns.join(', ')})`)
    const place = { name, database: DATABASE }
    return {
      table,
      name,
      appender: await TableAppender.open(this.#driver, this.#bindings, this.#connection, table, place),
    }
  }
}

function insertion(table: Table, staged: string): string {
  const columns = storedColumns(table)
    .map(([, { name }]) => `"${name}"`)
    .join(', ')
  const order = table.likeness === undefined ? '' : ` ORDER BY ${table.likeness.join(', ')}`
  return `INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM ${DATABASE}.${staged}${order}`
}
