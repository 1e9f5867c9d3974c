/**
 * A store in Parquet files, partitioned by host and day, which DuckDB writes and reads. What is small and changes lies beside them
 * in `audit.duckdb`: programs, findings, how far each log has come, and which files the store is made of.
 */
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { ColumnBatch } from '../../columns/column-batch.ts'
import type { GatheredRows } from '../../columns/gathered-rows.ts'
import type { Engine, Parameters, QueryAnswer } from '../../engine.ts'
import type { Table } from '../../schema/column.ts'
import { eventsTable } from '../../schema/events-table.ts'
import { recordsTable } from '../../schema/records-table.ts'
import { STORE_SCHEMA } from '../../schema/tables.ts'
import { listViews } from '../../schema/views.ts'
import { StoreError } from '../../store-error.ts'
import { readDeletion } from '../deletion.ts'
import { type DuckdbEngine, type DuckdbOptions, type OpenFile, openDuckdb } from '../duckdb/duckdb-engine.ts'
import { createListView } from '../duckdb/list-view.ts'
import { catalogTables } from './catalog-tables.ts'
import { FileCatalog } from './file-catalog.ts'
import { clearAside } from './file-moves.ts'
import { createStaged, type PartitionedTable, partitionedTable, restage } from './partitioned-table.ts'

export interface ParquetOptions {
  /** Nothing in the store is changed, and statements reach no file beside it. */
  readonly readOnly?: boolean
  /** How much memory DuckDB may take, as it writes it; by default as for a file of DuckDB. */
  readonly memoryLimit?: string
  /** Statements may read and write other files. */
  readonly otherFiles?: boolean
}

/** A store of Parquet is no store of DuckDB, though its small tables are in such a file. */
const SCHEMA = `${STORE_SCHEMA} parquet`

const partitioned: ReadonlyMap<string, PartitionedTable> = new Map(
  [
    partitionedTable(eventsTable, 'ts, serial, source, source_event'),
    partitionedTable(recordsTable, 'ts, event_id, source, source_event, ord'),
  ].map((one) => [one.table.name, one]),
)

/**
 * Opens a folder, which is made when it is not there.
 * @throws StoreError when it cannot be opened, or the driver is not installed
 */
export async function openParquet(folder: string, options: ParquetOptions = {}): Promise<Engine> {
  if (folder === '' || /[*?[\]{}]/.test(folder)) {
    throw new StoreError(
      `parquet:${folder}: DuckDB takes *, ?, [ and { in the name of a folder for a pattern`,
    )
  }
  const place = path.resolve(folder)
  try {
    if (options.readOnly !== true) await mkdir(place, { recursive: true })
  } catch (error) {
    throw new StoreError(`${folder}: ${error instanceof Error ? error.message : String(error)}`)
  }
  const settings: DuckdbOptions = { ...options, folder: place, schema: SCHEMA }
  const duckdb = await openDuckdb(path.join(place, 'audit.duckdb'), settings)
  return new ParquetEngine(duckdb, place, options.readOnly === true)
}

class ParquetEngine implements Engine {
  readonly name = 'parquet'
  readonly replacesByKey = false
  readonly #duckdb: DuckdbEngine
  readonly #folder: string
  readonly #isReadOnly: boolean
  readonly #catalog: FileCatalog
  /** The connection that has the views. */
  #file: OpenFile | undefined
  /** Tables with rows in the batch, or that lose some, in a transaction. */
  #touched: Set<PartitionedTable> | undefined

  constructor(duckdb: DuckdbEngine, folder: string, isReadOnly: boolean) {
    this.#duckdb = duckdb
    this.#folder = folder
    this.#isReadOnly = isReadOnly
    this.#catalog = new FileCatalog(duckdb, folder, SCHEMA)
  }

  async prepare(tables: readonly Table[]): Promise<void> {
    const whole = tables.filter(({ name }) => !partitioned.has(name))
    await this.#duckdb.prepare([...whole, ...catalogTables])
    await this.#wake()
  }

  /** Makes what only a connection has, once for each. */
  async #wake(): Promise<void> {
    const file = await this.#duckdb.wake()
    if (this.#file === file) return
    // An import that was killed may have left files that are to be moved: what it wrote is part of the store.
    await this.#catalog.finish(this.#isReadOnly)
    if (!this.#isReadOnly) await clearAside(this.#folder)
    await this.#show(partitioned.values(), true)
    for (const view of listViews) await this.#duckdb.execute(createListView(view, 'TEMP VIEW'))
    this.#file = file
  }

  /** Lets their names mean what is in their files, and in the batch, which may begin anew. */
  async #show(tables: Iterable<PartitionedTable>, isNewBatch: boolean): Promise<void> {
    for (const one of tables) {
      if (isNewBatch) await this.#duckdb.execute(createStaged(one))
      await this.#catalog.show(one)
    }
  }

  async execute(sql: string, parameters: Parameters = {}): Promise<void> {
    await this.#wake()
    const deletion = readDeletion(sql)
    const from = partitioned.get(deletion?.table ?? '')
    if (deletion === undefined || from === undefined) return this.#duckdb.execute(sql, parameters)
    await this.#touch(from, async () => {
      await this.#restage(from, parameters)
      await this.#duckdb.execute(`DELETE FROM ${from.staged.name} WHERE ${deletion.condition}`, parameters)
    })
  }

  /** Files are not changed: those with events of the log `$source` from `$first` on are taken into the batch, and written anew. */
  async #restage(from: PartitionedTable, { source, first }: Parameters): Promise<void> {
    if (typeof source !== 'string' || typeof first !== 'number')
      throw new StoreError(`${from.table.name} are deleted here by $source and $first alone`)
    const files = await this.#catalog.filesWith(from, source, first)
    if (files.length === 0) return
    await this.#duckdb.execute(
      restage(
        from,
        files.map((file) => path.join(this.#folder, file)),
      ),
    )
    await this.#catalog.remove(files)
    await this.#catalog.show(from)
  }

  async query(sql: string, parameters?: Parameters): Promise<QueryAnswer> {
    await this.#wake()
    return this.#duckdb.query(sql, parameters)
  }

  async insert(table: Table, batches: readonly ColumnBatch[]): Promise<void> {
    await this.#wake()
    const into = partitioned.get(table.name)
    if (into === undefined) return this.#duckdb.insert(table, batches)
    await this.#touch(into, () => this.#duckdb.insert(into.staged, batches))
  }

  async insertGathered(rows: GatheredRows): Promise<void> {
    await this.#wake()
    const into = partitioned.get(rows.table.name)
    if (into === undefined) return this.#duckdb.insertGathered(rows)
    await this.#touch(into, () => this.#duckdb.insertGathered(rows, into.staged.name))
  }

  async #touch(one: PartitionedTable, work: () => Promise<void>): Promise<void> {
    if (this.#touched === undefined) return this.atomically(() => this.#touch(one, work))
    this.#touched.add(one)
    await work()
  }

  /** All of it is there with the commit, which names the new files; only then are they put in their places. */
  async atomically(work: () => Promise<void>): Promise<void> {
    await this.#wake()
    const touched = new Set<PartitionedTable>()
    this.#touched = touched
    try {
      await this.#duckdb.atomically(async () => {
        await work()
        for (const one of touched) await this.#catalog.write(one)
      })
    } catch (error) {
      await clearAside(this.#folder)
      await this.#show(touched, false)
      throw error
    } finally {
      this.#touched = undefined
    }
    if (touched.size === 0) return
    await this.#catalog.finish(this.#isReadOnly)
    await this.#show(touched, true)
  }

  async exportParquet(folder: string): Promise<void> {
    await this.#wake()
    await this.#duckdb.exportParquet(folder)
  }

  async rest(): Promise<void> {
    this.#file = undefined
    await this.#duckdb.rest()
  }

  close(): Promise<void> {
    return this.#duckdb.close()
  }
}
