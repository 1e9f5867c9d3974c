/** Tables as Parquet files, in a folder for each host and day. */
import { mkdir } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoted } from './quoted.ts'

/** Rows of a file that are compressed together. */
export const GROUP_ROWS = 131_072

/** A table, the time by which its rows have a day, and the order in which they lie. */
const parts = [
  { table: 'events', time: 'ts', order: 'node, ts, serial' },
  { table: 'records', time: 'ts', order: 'node, ts, event_id, ord' },
  { table: 'programs', time: 'coalesce(load_ts, unload_ts)', order: 'node, number' },
] as const

/** Writes what is in the store to `FOLDER/TABLE/node=NAME/date=YYYY-MM-DD/`; files of an earlier export are replaced. */
export async function exportParquet(
  connection: DuckDBConnection,
  folder: string,
  schema: string,
): Promise<void> {
  for (const { table, time, order } of parts) {
    const found = await connection.runAndReadAll(`SELECT 1 FROM ${table} LIMIT 1`)
    if (found.currentRowCount === 0) continue
    const target = `${folder}/${table}`
    await mkdir(target, { recursive: true })
    await connection.run(
      `COPY (SELECT *, strftime(${time}, '%Y-%m-%d') AS date FROM ${table} ORDER BY ${order}) TO ${quoted(target)} (
        FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS}, PARTITION_BY (node, date), OVERWRITE_OR_IGNORE,
        KV_METADATA {'ts-audit.schema': ${quoted(schema)}})`,
    )
  }
}
