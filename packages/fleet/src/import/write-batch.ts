/** Writes what an import has gathered: rows, lines, and how far each log has come. */

import type { ColumnBatch } from '../columns/column-batch.ts'
import type { GatheredRows } from '../columns/gathered-rows.ts'
import type { Engine } from '../engine.ts'
import type { Table } from '../schema/column.ts'
import { bpfLinesTable, pendingNodesTable, sourcesTable } from '../schema/import-tables.ts'
import { recordsTable } from '../schema/records-table.ts'
import { partsOf } from './line-parts.ts'
import { RowBatch } from './row-batch.ts'
import type { SavedSource } from './source-state.ts'

/** What a log has come to with a batch. */
export interface BatchSource {
  /** As it is once the batch is written. */
  readonly saved: SavedSource
  /** Its row of `sources`. */
  readonly row: readonly unknown[]
  /** From this number on its rows in the store are replaced. */
  readonly superseded: number | undefined
  /** The number of its first event in the batch. */
  readonly firstNew: number | undefined
  /** Logs, written or in this batch, that have events of the same hosts at the same time. */
  readonly overlapping: readonly string[]
}

/** Lines that belong together, being compressed. */
export interface BatchLines {
  readonly node: string
  readonly source: string
  readonly firstEvent: number
  readonly firstTs: number
  readonly compressed: Promise<Uint8Array>
}

/** Nothing in it changes any more while it is written. */
export interface Batch {
  readonly events: GatheredRows
  readonly records: ColumnBatch
  readonly lines: readonly BatchLines[]
  /** Hosts whose BPF programs are to be paired again. */
  readonly pending: ReadonlySet<string>
  readonly sources: readonly BatchSource[]
}

/** Writes all of it, or nothing where the engine has transactions. */
export async function writeBatch(engine: Engine, batch: Batch): Promise<void> {
  await engine.atomically(() => writeParts(engine, batch))
}

/** The row of each log comes last: where an engine has no transactions, what is missing then is written again. */
async function writeParts(
  engine: Engine,
  { events, records, lines, pending, sources }: Batch,
): Promise<void> {
  for (const source of sources) await replaceTail(engine, source)
  if (events.rowCount > 0) {
    if (engine.insertGathered !== undefined) await engine.insertGathered(events)
    else await engine.insert(events.table, [events.batch()])
  }
  if (records.rowCount > 0) await engine.insert(recordsTable, [records])
  const rowsOfLines = await Promise.all(
    lines.map(async ({ node, source, firstEvent, firstTs, compressed }) =>
      partsOf(await compressed).map((bytes, part) => [node, source, firstEvent, firstTs, part, bytes]),
    ),
  )
  await insertRows(engine, bpfLinesTable, rowsOfLines.flat())
  await insertRows(
    engine,
    pendingNodesTable,
    [...pending].map((node) => [node]),
  )
  for (const source of sources) await dropRepeats(engine, source)
  if (!engine.replacesByKey) {
    for (const { saved } of sources)
      await engine.execute('DELETE FROM sources WHERE source = $source', { source: saved.source })
  }
  await insertRows(
    engine,
    sourcesTable,
    sources.map(({ row }) => row),
  )
}

async function insertRows(
  engine: Engine,
  table: Table,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  if (rows.length === 0) return
  const batch = new RowBatch(table)
  for (const row of rows) batch.add(row)
  await engine.insert(table, [batch.take()])
}

/**
 * The last events of an earlier import were there only because the log had ended. Of one that was stopped where there are no
 * transactions, rows may stand beyond what `sources` says: those of events have the keys of the rows that come now, but lines are
 * put together anew.
 */
async function replaceTail(engine: Engine, source: BatchSource): Promise<void> {
  const { superseded, firstNew } = source
  const bound = { source: source.saved.source }
  if (superseded !== undefined) {
    for (const table of ['events', 'records'])
      await engine.execute(`DELETE FROM ${table} WHERE source = $source AND source_event >= $first`, {
        ...bound,
        first: superseded,
      })
  }
  const first = superseded ?? (engine.replacesByKey ? firstNew : undefined)
  if (first === undefined) return
  await engine.execute('DELETE FROM bpf_lines WHERE source = $source AND first_event >= $first', {
    ...bound,
    first,
  })
}

/**
 * Takes away what stands in the store from another log already: a copy that was cut, filtered or put together from several.
 * Only where both have the same host at the same time.
 */
async function dropRepeats(
  engine: Engine,
  { saved: { source, firstTs, lastTs }, firstNew, overlapping }: BatchSource,
): Promise<void> {
  if (firstNew === undefined || firstTs === undefined || lastTs === undefined) return
  for (const other of overlapping) {
    const bound = { source, first: firstNew, other, from: new Date(firstTs), to: new Date(lastTs) }
    for (const table of ['records', 'events']) await engine.execute(REPEATS(table), bound)
  }
}

/** Its events that another log has, which has come before. */
const REPEATS = (table: string): string =>
  `DELETE FROM ${table} WHERE source = $source AND source_event >= $first AND source_event IN (
    SELECT mine.source_event FROM events AS mine JOIN events AS theirs
    ON mine.node = theirs.node AND mine.ts = theirs.ts AND mine.serial = theirs.serial
    WHERE mine.source = $source AND mine.source_event >= $first AND mine.ts BETWEEN $from AND $to
      AND theirs.source = $other AND theirs.ts BETWEEN $from AND $to)`
