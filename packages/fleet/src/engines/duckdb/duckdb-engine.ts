/** A store in a file of DuckDB, which runs in this process. */
import { setTimeout as pause } from 'node:timers/promises'
import type { DuckDBConnection, DuckDBInstance, DuckDBResult, DuckDBValue } from '@duckdb/node-api'
import type { ColumnBatch } from '../../columns/column-batch.ts'
import type { GatheredRows } from '../../columns/gathered-rows.ts'
import type { Engine, Parameter, Parameters, QueryAnswer, Value } from '../../engine.ts'
import type { Table } from '../../schema/column.ts'
import { eventsTable } from '../../schema/events-table.ts'
import { STORE_SCHEMA } from '../../schema/tables.ts'
import { listViews } from '../../schema/views.ts'
import { StoreError } from '../../store-error.ts'
import { TableAppender } from './append-batch.ts'
import { createTable } from './column-types.ts'
import { exportParquet } from './export-parquet.ts'
import { GatheredTable } from './gathered-table.ts'
import { createListView } from './list-view.ts'
import { type Bindings, type Driver, loadDriver } from './load-driver.ts'
import { quoted } from './quoted.ts'

export interface DuckdbOptions {
  /** Nothing in the store is changed, and statements reach no file beside it. */
  readonly readOnly?: boolean
  /** How much memory DuckDB may take, as it writes it; 400MB of a file that may be written to, else what DuckDB takes by itself. */
  readonly memoryLimit?: string
  /** Statements may read and write other files: what Parquet needs. */
  readonly otherFiles?: boolean
  /** A folder that belongs to the store, whose files statements may read. To be read only, nothing but SELECT is run then. */
  readonly folder?: string
  /** The schema of the store, where its tables are not all in this file. */
  readonly schema?: string
}

const IN_MEMORY = ':memory:'
/** An import has batches of its own beside it, and all of that is to stay below 1 GB. Beyond it DuckDB takes room on the disk. */
const WRITING_MEMORY = '400MB'

/**
 * Opens a file, which is made when it is not there.
 * @param path the file, or `:memory:`
 * @throws StoreError when it cannot be opened, or the driver is not installed
 */
export async function openDuckdb(path: string, options: DuckdbOptions = {}): Promise<DuckdbEngine> {
  const { driver, bindings } = await loadDriver()
  const engine = new DuckdbEngine(driver, bindings, path, options)
  await engine.wake()
  return engine
}

/** Another process that has the file open may let go of it soon: an import that follows does, again and again. */
const LOCK_PATIENCE_MS = 5000
/** And a question that another process asks meanwhile may take its time. */
const RESTED_PATIENCE_MS = 600_000
const LOCK_PAUSE_MS = 50
const LOCKED = /could not set lock|conflicting lock/i

async function openFile(
  { driver, bindings }: { readonly driver: Driver; readonly bindings: Bindings },
  path: string,
  options: DuckdbOptions,
  patience: number,
): Promise<OpenFile> {
  const deadline = performance.now() + patience
  for (;;) {
    try {
      const instance = await driver.DuckDBInstance.create(path, settings(path, options))
      const connection = await instance.connect()
      await restrict(connection, options)
      return { instance, connection, gathered: new GatheredTable(driver, bindings, connection) }
    } catch (error) {
      const reason = reasonOf(error)
      if (!LOCKED.test(reason) || performance.now() > deadline) throw new StoreError(`${path}: ${reason}`)
      await pause(LOCK_PAUSE_MS)
    }
  }
}

/** What there is while the file is open. */
export interface OpenFile {
  readonly instance: DuckDBInstance
  readonly connection: DuckDBConnection
  readonly gathered: GatheredTable
}

function settings(path: string, options: DuckdbOptions): Record<string, string> {
  const { readOnly, otherFiles, folder } = options
  const limit = memoryLimit(path, options)
  return {
    // What a log's text says must never make DuckDB fetch code.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    enable_external_access: otherFiles === true || folder !== undefined ? 'true' : 'false',
    // Rows keep the order in which they were inserted only by sorting, which importing pays for with memory.
    preserve_insertion_order: 'false',
    // A checkpoint writes the last rows of each table anew, which are all of a table with few large ones.
    wal_autocheckpoint: '256MB',
    // New files have what compresses better since; DuckDB 1.3 and newer reads them.
    storage_compatibility_version: 'v1.3.0',
    ...(readOnly === true ? { access_mode: 'READ_ONLY' } : {}),
    ...(limit === undefined ? {} : { memory_limit: limit }),
  }
}

/** What is only in memory has to fit there. */
function memoryLimit(path: string, { readOnly, memoryLimit: given }: DuckdbOptions): string | undefined {
  const isLimited = readOnly !== true && path !== IN_MEMORY
  return given ?? (isLimited ? WRITING_MEMORY : undefined)
}

/** Which folders can be reached is to be said once DuckDB runs, and before it is to reach no others. */
async function restrict(
  connection: DuckDBConnection,
  { folder, otherFiles, readOnly }: DuckdbOptions,
): Promise<void> {
  if (folder !== undefined && otherFiles !== true) {
    await connection.run(`SET allowed_directories = [${quoted(folder)}]`)
    await connection.run('SET enable_external_access = false')
  }
  if (readOnly === true) await connection.run('SET lock_configuration = true')
}

export class DuckdbEngine implements Engine {
  readonly name: Engine['name'] = 'duckdb'
  readonly replacesByKey = false
  readonly #driver: Driver
  readonly #bindings: Bindings
  readonly #path: string
  readonly #options: DuckdbOptions
  #file: OpenFile | undefined
  /** Appenders that hold rows which their tables do not have yet. */
  readonly #appenders = new Map<Table, TableAppender>()
  #isInTransaction = false
  #hasRested = false

  constructor(driver: Driver, bindings: Bindings, path: string, options: DuckdbOptions) {
    this.#driver = driver
    this.#bindings = bindings
    this.#path = path
    this.#options = options
  }

  /** Opens the file, if it is not open. */
  async wake(): Promise<OpenFile> {
    const open = { driver: this.#driver, bindings: this.#bindings }
    const patience = this.#hasRested ? RESTED_PATIENCE_MS : LOCK_PATIENCE_MS
    this.#file ??= await openFile(open, this.#path, this.#options, patience)
    return this.#file
  }

  async rest(): Promise<void> {
    if (this.#path === IN_MEMORY) return
    await this.close()
    this.#hasRested = true
  }

  async prepare(tables: readonly Table[]): Promise<void> {
    if (this.#options.readOnly !== true) {
      await this.atomically(async () => {
        await this.execute('CREATE TABLE IF NOT EXISTS store (schema VARCHAR NOT NULL)')
        await this.execute('INSERT INTO store SELECT $schema WHERE NOT EXISTS (SELECT 1 FROM store)', {
          schema: this.#schema,
        })
        await this.#checkSchema()
        for (const table of tables) await this.execute(createTable(table))
        if (!tables.includes(eventsTable)) return
        for (const view of listViews) await this.execute(createListView(view, 'VIEW'))
      })
    } else await this.#checkSchema()
  }

  get #schema(): string {
    return this.#options.schema ?? STORE_SCHEMA
  }

  async #checkSchema(): Promise<void> {
    let found: DuckDBValue | undefined
    try {
      const { connection } = await this.wake()
      const reader = await connection.runAndReadAll('SELECT schema FROM store')
      found = reader.getRows()[0]?.[0]
    } catch {
      throw new StoreError('there is no store of ts-aufleet in it: import a log first')
    }
    if (found !== this.#schema) {
      throw new StoreError(`the store has the schema ${String(found)}, this needs ${this.#schema}`)
    }
  }

  async execute(sql: string, parameters: Parameters = {}): Promise<void> {
    this.#endAppending()
    const { connection } = await this.wake()
    await connection.run(sql, this.#bound(parameters))
  }

  async query(sql: string, parameters: Parameters = {}): Promise<QueryAnswer> {
    this.#endAppending()
    const { connection } = await this.wake()
    const { folder, readOnly } = this.#options
    if (folder !== undefined && readOnly === true) await this.#refuseChanges(connection, sql)
    const result = await connection.stream(sql, this.#bound(parameters))
    return {
      columns: result.columnNames(),
      types: result.columnTypes().map(String),
      rows: rowsOf(result),
    }
  }

  async insert(table: Table, batches: readonly ColumnBatch[]): Promise<void> {
    let appender = this.#appenders.get(table)
    if (appender === undefined) {
      const { connection } = await this.wake()
      appender = await TableAppender.open(this.#driver, this.#bindings, connection, table)
      this.#appenders.set(table, appender)
    }
    for (const batch of batches) appender.append(batch)
    if (!this.#isInTransaction) this.#endAppending()
  }

  /** @param table into which, where it is not that of the rows */
  async insertGathered(rows: GatheredRows, table = rows.table.name): Promise<void> {
    this.#endAppending()
    const { gathered } = await this.wake()
    await gathered.insert(rows, table)
  }

  async atomically(work: () => Promise<void>): Promise<void> {
    const { connection } = await this.wake()
    await connection.run('BEGIN TRANSACTION')
    this.#isInTransaction = true
    try {
      await work()
      this.#endAppending()
      await connection.run('COMMIT')
    } catch (error) {
      // The error of the work is what matters, also where DuckDB has rolled back by itself.
      this.#appenders.clear()
      await connection.run('ROLLBACK').catch(() => {})
      throw error
    } finally {
      this.#isInTransaction = false
    }
  }

  #endAppending(): void {
    for (const appender of this.#appenders.values()) appender.close()
    this.#appenders.clear()
  }

  async exportParquet(folder: string): Promise<void> {
    const { connection } = await this.wake()
    await exportParquet(connection, folder, STORE_SCHEMA)
  }

  async close(): Promise<void> {
    this.#file?.connection.closeSync()
    this.#file?.instance.closeSync()
    this.#file = undefined
  }

  /** DuckDB would let COPY write into the folder. */
  async #refuseChanges(connection: DuckDBConnection, sql: string): Promise<void> {
    const statements = await connection.extractStatements(sql)
    for (let index = 0; index < statements.count; index++) {
      const { statementType } = await statements.prepare(index)
      if (statementType !== this.#driver.StatementType.SELECT)
        throw new StoreError('a store of Parquet that is only read answers nothing but SELECT')
    }
  }

  #bound(parameters: Parameters): Record<string, DuckDBValue> {
    return Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, this.#boundValue(value)]),
    )
  }

  #boundValue(value: Parameter): DuckDBValue {
    if (value instanceof Date) return new this.#driver.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n)
    if (Array.isArray(value)) return this.#driver.listValue(value as readonly string[])
    return value as DuckDBValue
  }
}

async function* rowsOf(result: DuckDBResult): AsyncGenerator<readonly (readonly Value[])[]> {
  yield* result.yieldRowsJs() as AsyncIterable<readonly (readonly Value[])[]>
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
