/** The id of an event follows from its row, in DuckDB's words as in ours. */
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { expect, test } from 'vitest'
import type { ColumnBatch } from '../columns/column-batch.ts'
import { openStore } from '../store.ts'
import { columnValues } from './column-values.ts'
import { eventsTable } from './events-table.ts'

/** What the log says, and what its row has. */
const events: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['1700000000.005:7', { node: 'web', ts: 1_700_000_000_005, serial: 7, names_node: false }],
  ['web/1700000000.000:0', { node: 'web', ts: 1_700_000_000_000, serial: 0, names_node: true }],
  ['0.999:9007199254740993', { node: '', ts: 999, serial: 9007199254740993n, names_node: false }],
  ['h/18446744073709551615.001:1', { node: 'h', ts: 0, serial: 1, odd_id: 'h/18446744073709551615.001:1' }],
]

const batch: ColumnBatch = {
  rowCount: events.length,
  columns: eventsTable.columns.map(({ name, type, required, derived }) =>
    events.map(([, row]) => row[name] ?? (derived === undefined ? empty(type, required) : null)),
  ),
}

function empty(type: unknown, required: true | undefined): unknown {
  if (typeof type !== 'string') return []
  return required !== true ? null : type === 'boolean' ? false : type === 'int64' ? 0 : ''
}

const ids = events.map(([id]) => id)

test('for engines that are given it', () => {
  expect(columnValues(eventsTable, batch, 0)).toEqual(ids)
})

test.skipIf(!hasDuckdb)(
  'in DuckDB, which makes it when it is asked for [needs @duckdb/node-api]',
  async () => {
    const { engine, close } = await openStore(':memory:')
    await engine.insert(eventsTable, [batch])
    const found: unknown[] = []
    for await (const rows of (await engine.query('SELECT event_id FROM events')).rows)
      found.push(...rows.flat())
    expect(found.sort()).toEqual([...ids].sort())
    await close()
  },
)
