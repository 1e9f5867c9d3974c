/** A store of the audit logs of many hosts: opened by the name of its place. */
import type { Engine, Parameters, QueryAnswer } from './engine.ts'
import { openClickHouse } from './engines/clickhouse/clickhouse-engine.ts'
import { openDuckdb } from './engines/duckdb/duckdb-engine.ts'
import { openParquet } from './engines/parquet/parquet-engine.ts'
import { type FollowedLog, type FollowOptions, followLog } from './node/follow-log.ts'
import { type ImportOptions, type ImportResult, type ImportSource, importLogs } from './node/import-logs.ts'
import { makeReport, type Report } from './reports/make-report.ts'
import type { ReportName } from './reports/registry.ts'
import type { ReportParameters } from './reports/report-definition.ts'
import { tables } from './schema/tables.ts'
import { StoreError } from './store-error.ts'

export interface StoreOptions {
  /** Nothing in the store is changed. */
  readonly readOnly?: boolean
  /**
   * How much memory the engine in this process may take, in its own words: `400MB`, which a store that may be written to has by
   * default. One that is only read, or only in memory, has what DuckDB takes by itself: 80 % of the machine's.
   */
  readonly memoryLimit?: string
  /** Statements may read and write other files: what {@link Store.exportParquet} needs. */
  readonly otherFiles?: boolean
}

export interface Store {
  /** The database under it. */
  readonly engine: Engine
  /** Asks a question in SQL. */
  query(sql: string, parameters?: Parameters): Promise<QueryAnswer>
  /**
   * Imports logs. What is in the store already is not written again: a log is known by its first event, whatever it is called,
   * and goes on where its last import has stopped or was killed.
   */
  import(
    source: ImportSource | Iterable<ImportSource> | AsyncIterable<ImportSource>,
    options?: ImportOptions,
  ): Promise<ImportResult>
  /**
   * Imports a log with its rotated files, and goes on with what is written to it until the signal. In between other processes may
   * open the store.
   */
  follow(log: FollowedLog, options: FollowOptions): Promise<ImportResult>
  /**
   * Writes events, programs and what lines there are as Parquet files, below a folder for each host and day.
   * @throws StoreError when the engine writes no files
   */
  exportParquet(folder: string): Promise<void>
  /** Makes a report; `reports` lists them. */
  report<Name extends ReportName>(name: Name, parameters?: ReportParameters): Promise<Report<Name>>
  close(): Promise<void>
}

/**
 * Opens a store, and makes its tables when they are not there.
 * @param url a file of DuckDB (`audit.duckdb`), a folder of Parquet files (`parquet:FOLDER`), or a server or cluster
 * (`clickhouse://user@host/database`)
 * @throws StoreError when it cannot be opened
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const engine = await openEngine(url, options)
  try {
    await engine.prepare(tables)
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    engine,
    query: (sql, parameters) => engine.query(sql, parameters),
    import: (source, options) => importLogs(engine, isSource(source) ? [source] : source, options),
    follow: (log, options) => followLog(engine, log, options),
    async exportParquet(folder) {
      if (engine.exportParquet === undefined) throw new StoreError(`${engine.name} writes no files here`)
      await engine.exportParquet(folder)
    },
    report: (name, parameters) => makeReport(engine, name, parameters),
    close: () => engine.close(),
  }
}

function openEngine(url: string, options: StoreOptions): Promise<Engine> {
  const scheme = /^([a-z]{2,}):/.exec(url)?.[1]
  if (scheme === undefined) return openDuckdb(url, options)
  if (scheme === 'clickhouse') return openClickHouse(url, options)
  if (scheme === 'parquet') return openParquet(url.slice('parquet:'.length), options)
  throw new StoreError(`${url}: no kind of store is called ${scheme}`)
}

function isSource(
  source: ImportSource | Iterable<ImportSource> | AsyncIterable<ImportSource>,
): source is ImportSource {
  return 'files' in source || 'stream' in source
}
