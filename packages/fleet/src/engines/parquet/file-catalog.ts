/** Which files a store of Parquet is made of, and how the batch that is being written becomes more of them. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Parameters, Value } from '../../engine.ts'
import { RowBatch } from '../../import/row-batch.ts'
import type { Table } from '../../schema/column.ts'
import type { DuckdbEngine } from '../duckdb/duckdb-engine.ts'
import { parquetFilesTable, parquetMovesTable, parquetSourcesTable } from './catalog-tables.ts'
import { type FileMove, finishMoves, flush } from './file-moves.ts'
import { ASIDE_FOLDER, partitionOf } from './partition.ts'
import { type PartitionedTable, stagedParts, viewStatements, writeFile } from './partitioned-table.ts'

/** A file of so many rows is left as it is: a batch that was full is not written again. */
const MERGED_ROWS = 65_536

/** What of the batch is to be one file: the rows of a host and a day. */
interface Part {
  readonly node: string
  readonly date: string
  /** Rows that more of their logs may change are in files of their own, which are small. */
  readonly settled: boolean
  rowCount: number
  /** The number of the last event of each log. */
  readonly lastEvents: Map<string, number>
}

export class FileCatalog {
  readonly #duckdb: DuckdbEngine
  readonly #folder: string
  readonly #schema: string

  constructor(duckdb: DuckdbEngine, folder: string, schema: string) {
    this.#duckdb = duckdb
    this.#folder = folder
    this.#schema = schema
  }

  /** Lets the table's name mean the rows of its files and of the batch. */
  async show(one: PartitionedTable): Promise<void> {
    const rows = await this.#rows(
      'SELECT file, names_node FROM parquet_files WHERE in_table = $table ORDER BY file',
      { table: one.table.name },
    )
    const files = rows.map(([file, isNamed]) => ({ place: this.#placeOf(String(file)), isNamed }))
    const [named, unnamed] = [true, false].map((wanted) =>
      files.filter(({ isNamed }) => isNamed === wanted).map(({ place }) => place),
    )
    for (const statement of viewStatements(one, { named: named ?? [], unnamed: unnamed ?? [] }))
      await this.#duckdb.execute(statement)
  }

  /** Files with events of a log, from that number on. */
  async filesWith({ table }: PartitionedTable, source: string, first: number): Promise<readonly string[]> {
    const rows = await this.#rows(
      `SELECT file FROM parquet_sources JOIN parquet_files USING (file)
        WHERE in_table = $table AND source = $source AND last_event >= $first`,
      { table: table.name, source, first },
    )
    return rows.map(([file]) => String(file))
  }

  /** These files are no part of the store any more. */
  async remove(files: readonly string[]): Promise<void> {
    for (const table of ['parquet_files', 'parquet_sources'])
      await this.#duckdb.execute(`DELETE FROM ${table} WHERE list_contains($files, file)`, { files })
    await this.#insert(
      parquetMovesTable,
      files.map((file) => [file, null]),
    )
  }

  /** Writes the batch as files, which {@link finish} puts in their places. */
  async write(one: PartitionedTable): Promise<void> {
    for (const part of await this.#parts(one)) await this.#writePart(one, part)
  }

  async #parts(one: PartitionedTable): Promise<readonly Part[]> {
    const parts = new Map<string, Part>()
    for (const [node, date, settled, source, rowCount, lastEvent] of await this.#rows(stagedParts(one))) {
      const key = JSON.stringify([node, date, settled])
      const part = parts.get(key) ?? {
        ...{ node: String(node), date: String(date), settled: settled === true },
        rowCount: 0,
        lastEvents: new Map<string, number>(),
      }
      part.rowCount += Number(rowCount)
      part.lastEvents.set(String(source), Number(lastEvent))
      parts.set(key, part)
    }
    return [...parts.values()]
  }

  async #writePart(one: PartitionedTable, part: Part): Promise<void> {
    const { node, date, settled } = part
    const table = one.table.name
    const merged = await this.#smaller(table, part)
    const id = randomUUID()
    const aside = `${ASIDE_FOLDER}/${id}.parquet`
    const { folder, namesNode } = partitionOf(table, node, date)
    const file = `${folder}/${id}.parquet`
    const others = merged.map((other) => this.#placeOf(other))
    const place = this.#placeOf(aside)
    await this.#duckdb.execute(writeFile(one, others, place, this.#schema), { node, date, settled })
    await flush(place)
    if (merged.length > 0) await this.remove(merged)
    await this.#insert(parquetFilesTable, [[file, table, node, namesNode, date, settled, part.rowCount]])
    await this.#insert(
      parquetSourcesTable,
      [...part.lastEvents].map(([source, lastEvent]) => [file, source, lastEvent]),
    )
    await this.#insert(parquetMovesTable, [[file, aside]])
  }

  /**
   * Files of the same host and day that are not larger than what is added become one with it: however small the batches, there
   * are few files, and no row is written often. Counts what they have into the part.
   */
  async #smaller(table: string, part: Part): Promise<readonly string[]> {
    const { node, date, settled } = part
    const merged: string[] = []
    const known = await this.#rows(
      `SELECT file, row_count FROM parquet_files
        WHERE in_table = $table AND node = $node AND date = $date AND settled = $settled ORDER BY row_count`,
      { table, node, date, settled },
    )
    for (const [file, rowCount] of known) {
      if (Number(rowCount) > part.rowCount || Number(rowCount) >= MERGED_ROWS) break
      merged.push(String(file))
      part.rowCount += Number(rowCount)
    }
    if (merged.length === 0) return merged
    const sources = 'SELECT source, last_event FROM parquet_sources WHERE list_contains($files, file)'
    for (const [source, lastEvent] of await this.#rows(sources, { files: merged })) {
      const name = String(source)
      part.lastEvents.set(name, Math.max(part.lastEvents.get(name) ?? 0, Number(lastEvent)))
    }
    return merged
  }

  /** Moves and removes files as a commit has said. To be read only, a store has them moved, too, but remembers that. */
  async finish(isReadOnly: boolean): Promise<void> {
    const rows = await this.#rows('SELECT file, aside FROM parquet_moves')
    if (rows.length === 0) return
    const moves = rows.map(
      ([file, aside]): FileMove => ({ file: String(file), aside: aside === null ? null : String(aside) }),
    )
    await finishMoves(this.#folder, moves)
    if (!isReadOnly) await this.#duckdb.execute('DELETE FROM parquet_moves')
  }

  #placeOf(file: string): string {
    return path.join(this.#folder, file)
  }

  async #insert(table: Table, rows: readonly (readonly unknown[])[]): Promise<void> {
    if (rows.length === 0) return
    const batch = new RowBatch(table)
    for (const row of rows) batch.add(row)
    await this.#duckdb.insert(table, [batch.take()])
  }

  async #rows(sql: string, parameters?: Parameters): Promise<readonly (readonly Value[])[]> {
    const found: (readonly Value[])[] = []
    for await (const piece of (await this.#duckdb.query(sql, parameters)).rows) found.push(...piece)
    return found
  }
}
