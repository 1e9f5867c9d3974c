/** The statements for a table whose rows are in Parquet files, those of the batch being written in a table of the connection. */
import type { Table } from '../../schema/column.ts'
import { createTemporaryTable, storedColumns } from '../duckdb/column-types.ts'
import { GROUP_ROWS } from '../duckdb/export-parquet.ts'
import { quoted } from '../duckdb/quoted.ts'

export interface PartitionedTable {
  readonly table: Table
  /** The rows of the batch that is being written. */
  readonly staged: Table
  /** The order in which rows lie in a file. */
  readonly order: string
}

export function partitionedTable(table: Table, order: string): PartitionedTable {
  return { table, staged: { ...table, name: `staged_${table.name}` }, order }
}

/** The table for the rows of a batch, without any. */
export function createStaged({ staged }: PartitionedTable): string {
  return createTemporaryTable(staged)
}

/** Files by whether their folders tell the host. */
export interface NamedFiles {
  readonly named: readonly string[]
  readonly unnamed: readonly string[]
}

/** The statements that make the name of the table mean all its rows: of these files, and of the batch. */
export function viewStatements(
  { table, staged }: PartitionedTable,
  { named, unnamed }: NamedFiles,
): readonly string[] {
  const columns = namesOf(table)
  const parts = [`SELECT ${columns} FROM ${staged.name}`]
  const variables: string[] = []
  for (const [suffix, files, isHive] of [
    ['named', named, true],
    ['unnamed', unnamed, false],
  ] as const) {
    if (files.length === 0) continue
    const variable = `${table.name}_${suffix}`
    variables.push(`SET VARIABLE ${variable} = [${files.map(quoted).join(', ')}]`)
    // The folder's name is text, whatever it looks like; a file of another host is not even opened.
    const hive = isHive ? "true, hive_types = {'node': VARCHAR, 'date': VARCHAR}" : 'false'
    parts.push(`SELECT ${columns} FROM read_parquet(getvariable('${variable}'), hive_partitioning = ${hive})`)
  }
  return [...variables, `CREATE OR REPLACE TEMP VIEW ${table.name} AS ${parts.join(' UNION ALL ')}`]
}

/** Takes the rows of files into the batch. */
export function restage({ table, staged }: PartitionedTable, files: readonly string[]): string {
  const columns = storedColumns(table)
    .map(([, { name }]) => `"${name}"`)
    .join(', ')
  return `INSERT INTO ${staged.name} (${columns}) SELECT ${columns} FROM ${readFiles(files)}`
}

const DATE = "strftime(ts, '%Y-%m-%d')"
/** Whether more of its log leaves an event as it is. */
const SETTLED =
  '(source_event < coalesce((SELECT max(settled) FROM sources WHERE sources.source = one.source), 0))'

/** Which files the batch is to be: a row for each of their logs. */
export function stagedParts({ staged }: PartitionedTable): string {
  return `SELECT node, ${DATE} AS date, ${SETTLED} AS is_settled, source, count(*), max(source_event)
    FROM ${staged.name} AS one GROUP BY node, date, is_settled, source ORDER BY node, date, is_settled, source`
}

/**
 * Writes rows of the batch of `$node`, `$date` and `$settled`, and those of other files, as a new file.
 * @param schema goes into its metadata
 */
export function writeFile(
  { table, staged, order }: PartitionedTable,
  others: readonly string[],
  place: string,
  schema: string,
): string {
  const columns = namesOf(table)
  const more = others.length === 0 ? '' : ` UNION ALL SELECT ${columns} FROM ${readFiles(others)}`
  return `COPY (
    SELECT * FROM (SELECT ${columns} FROM ${staged.name} AS one
      WHERE node = $node AND ${DATE} = $date AND ${SETTLED} = $settled${more}) ORDER BY ${order}
  ) TO ${quoted(place)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${GROUP_ROWS},
    KV_METADATA {'ts-audit.schema': ${quoted(schema)}})`
}

/** The host is read from the file itself. */
function readFiles(files: readonly string[]): string {
  return `read_parquet([${files.map(quoted).join(', ')}], hive_partitioning = false)`
}

function namesOf({ columns }: Table): string {
  return columns.map(({ name }) => `"${name}"`).join(', ')
}
