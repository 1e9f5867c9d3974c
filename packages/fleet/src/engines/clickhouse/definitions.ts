/**
 * The statements for ClickHouse that make tables and views. On a cluster each node has a table of its rows, `events_rows`, and
 * `events` over those of all nodes, which sends a row to the shard of its host.
 */
import type { Table } from '../../schema/column.ts'
import { eventsTable } from '../../schema/events-table.ts'
import { LIST_VIEW_COLUMNS, type ListView } from '../../schema/views.ts'
import type { ClickHouseAddress } from './address.ts'
import { storedType } from './column-types.ts'

export type Place = Pick<ClickHouseAddress, 'database' | 'cluster' | 'keepDays'>

/** Tables that `keep_days` makes shorter, those of the log itself, and the column that says how old a row is. */
const AGES: ReadonlyMap<string, string> = new Map([
  ['events', 'ts'],
  ['records', 'ts'],
  ['bpf_lines', 'first_ts'],
])

/** What every row has beside the columns of its table: which of two rows with the same key counts, and whether it is deleted. */
const ROW_COLUMNS = '_version UInt64, _deleted UInt8'

/** A table on one node. */
export interface Definition {
  readonly name: string
  readonly create: string
  /** What the definition of a table that is as it should be has in it. */
  readonly part: string
  /** The statement that makes one so that is not. */
  readonly change: string
}

/** The tables on each node that hold the rows of one table, in the order in which they are made. */
export function tableDefinitions(
  table: Table,
  { database, cluster, keepDays }: Place,
): readonly Definition[] {
  const columns = [...table.columns.map((column) => `${column.name} ${storedType(column)}`), ROW_COLUMNS]
  const order = sortingKey(table)
  const name = cluster === undefined ? table.name : rowsTable(table.name)
  const age = AGES.get(table.name)
  const days = age === undefined ? undefined : keepDays
  const ttl = days === undefined ? '' : `TTL toDateTime(${age}) + INTERVAL ${days} DAY`
  const create = [
    `CREATE TABLE IF NOT EXISTS ${database}.${name} (${columns.join(', ')})`,
    'ENGINE = ReplacingMergeTree(_version, _deleted)',
    order.includes('ts') ? 'PARTITION BY toYYYYMM(ts)' : '',
    `ORDER BY (${order.join(', ')})`,
    ttl,
    'SETTINGS non_replicated_deduplication_window = 1000',
  ]
  const rows = {
    name,
    create: create.filter((part) => part !== '').join(' '),
    part: days === undefined ? '' : `toIntervalDay(${days})`,
    change: `ALTER TABLE ${database}.${name} MODIFY ${ttl}`,
  }
  if (cluster === undefined) return [rows]
  const shard = `cityHash64(${shardingColumn(table)})`
  return [
    rows,
    {
      name: table.name,
      create: `CREATE TABLE IF NOT EXISTS ${database}.${table.name} AS ${database}.${name} ENGINE = Distributed(${cluster}, ${database}, ${name}, ${shard})`,
      part: '',
      change: '',
    },
  ]
}

/** The statement that makes a view. */
export function viewDefinition({ name, list, member }: ListView, { database }: Place): string {
  const shared = LIST_VIEW_COLUMNS.join(', ')
  return `CREATE VIEW IF NOT EXISTS ${database}.${name} AS SELECT ${shared}, ${members(list, member).join(', ')} FROM ${database}.events ARRAY JOIN ${list} AS one`
}

/** The table that holds the rows of one node of a cluster. */
export function rowsTable(name: string): string {
  return `${name}_rows`
}

/**
 * The order of the rows, which tells ClickHouse which of them are the same: columns of the key alone, those that sort the table
 * first.
 */
export function sortingKey({ sortedBy, key }: Table): readonly string[] {
  const first = sortedBy.filter((column) => key.includes(column))
  return [...first, ...key.filter((column) => !first.includes(column))]
}

/** All rows of a host are on one shard, so that rows with the same key meet there. */
function shardingColumn({ key }: Table): string {
  return key.includes('node') ? 'node' : (key[0] ?? 'node')
}

function members(list: ListView['list'], member: string | undefined): readonly string[] {
  if (member !== undefined) return [`one AS ${member}`]
  const type = eventsTable.columns.find(({ name }) => name === list)?.type
  if (type === undefined || typeof type === 'string' || !('structs' in type)) return []
  return type.structs.map((field) => `one.${field.name} AS ${field.name}`)
}
