/** Alike rows lie side by side: by texts and numbers that are no wider than 32 bits, those without any first. */
import { expect, test } from 'vitest'
import type { Table } from '../schema/column.ts'
import { GatheredRows } from './gathered-rows.ts'
import { likenessOrder } from './likeness.ts'

const table: Table = {
  name: 'events',
  about: '',
  columns: [
    { name: 'call', type: 'word', about: '' },
    { name: 'uid', type: 'uint32', about: '' },
    { name: 'serial', type: 'int64', required: true, about: '' },
  ],
  sortedBy: ['serial'],
  likeness: ['call', 'uid', 'serial'],
  key: ['serial'],
}

test('rows are in the order of their values, each in the order in which it came first', () => {
  const rows = new GatheredRows(table)
  const events = [
    ['open', 4_294_967_295],
    ['bpf', 0],
    ['open', 1000],
    ['open', undefined],
    [undefined, 1000],
    ['bpf', 4_294_967_295],
    ['open', 4_294_967_295],
    ['bpf', 0],
  ]
  for (const [index, values] of [...events, ...events].entries()) {
    const row = rows.beginRow()
    for (const [number, value] of [...values, 100 - index].entries())
      if (value !== undefined) rows.columns[number]?.putValue(row, value)
    rows.endRow()
  }
  const found = [...likenessOrder(rows)]
  expect(found).toEqual([4, 12, 3, 11, 0, 6, 8, 14, 2, 10, 5, 13, 1, 7, 9, 15])
})
