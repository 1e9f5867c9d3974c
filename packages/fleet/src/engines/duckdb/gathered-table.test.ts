/** Rows that DuckDB takes from where they were gathered are those that were put there. */

import { isDeepStrictEqual } from 'node:util'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { expect, test } from 'vitest'
import { GatheredRows } from '../../columns/gathered-rows.ts'
import type { Table } from '../../schema/column.ts'
import { createTable } from './column-types.ts'
import { openDuckdb } from './duckdb-engine.ts'

const table: Table = {
  name: 'things',
  about: 'of every type',
  columns: [
    { name: 'number', type: 'int64', required: true, about: '' },
    { name: 'word', type: 'word', about: '' },
    { name: 'text', type: 'text', about: '' },
    { name: 'never', type: 'text', about: '' },
    { name: 'bytes', type: 'bytes', about: '' },
    { name: 'flag', type: 'boolean', about: '' },
    { name: 'small', type: 'int32', about: '' },
    { name: 'id', type: 'uint32', about: '' },
    { name: 'large', type: 'uint64', about: '' },
    { name: 'time', type: 'timestamp', about: '' },
    { name: 'words', type: { list: 'word' }, required: true, about: '' },
    {
      name: 'pairs',
      type: {
        structs: [
          { name: 'a', type: 'text' },
          { name: 'b', type: 'uint64' },
        ],
      },
      required: true,
      about: '',
    },
  ],
  sortedBy: ['number'],
  likeness: ['word', 'id', 'number'],
  key: ['number'],
}

/** @param text of the row of that number */
function rowOf(number: number, text: (number: number) => string): readonly unknown[] {
  const isNull = number % 7 === 3
  return [
    number % 2 === 0 ? number : BigInt(-number) * 130_000_000_000_000n,
    isNull ? null : `word${number % 300}`,
    isNull ? null : text(number),
    null,
    isNull ? null : Uint8Array.of(number & 0xff, 0, 0xff),
    isNull ? null : number % 2 === 0,
    isNull ? null : 5 - number,
    isNull ? null : 4_294_967_290 + (number % 5),
    isNull ? null : 2n ** 64n - 1n - BigInt(number),
    isNull ? null : number % 3 === 0 ? 1 - number : 1_700_000_000_123 + number,
    Array.from({ length: number % 4 }, (_, index) => text(number + index)),
    Array.from({ length: number % 3 }, (_, index) => [index === 1 ? null : text(number), BigInt(index)]),
  ]
}

test.skipIf(!hasDuckdb).each([
  ['few texts', 5000, (number: number) => `t${number % 200}`],
  ['some, and one of them is empty', 5000, (number: number) => 'é'.repeat(number % 400)],
  ['more than an ENUM has', 70_000, (number: number) => `a text of more than a few letters ${number}`],
  ['with NUL', 3000, (number: number) => `a\0${number % 10}`],
  [
    'like properties of objects',
    3000,
    (number: number) => ['__proto__', 'constructor', ''][number % 3] ?? '',
  ],
])('%s [needs @duckdb/node-api]', async (_, count, text) => {
  const engine = await openDuckdb(':memory:')
  const gathered = new GatheredRows(table)
  const expected: (readonly unknown[])[] = []
  for (let number = 0; number < count; number++) {
    const row = rowOf(number, text)
    const place = gathered.beginRow()
    for (const [index, value] of row.entries()) gathered.columns[index]?.putValue(place, value)
    gathered.endRow()
    expected.push(row)
  }
  expect(gathered.batch().rowCount).toBe(count)
  await engine.execute(createTable(table))
  await engine.insertGathered?.(gathered)
  const found: unknown[][] = []
  for await (const rows of (await engine.query('SELECT * FROM things')).rows)
    for (const row of rows) found.push([...row])
  const key = (row: readonly unknown[]): bigint => BigInt(row[0] as bigint)
  const inOrder = (rows: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
    rows.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
  const plain = inOrder(expected).map((row) => [
    key(row),
    ...row.slice(1, 4),
    ...row.slice(4, 9),
    typeof row[9] === 'number' ? new Date(row[9]) : null,
    row[10],
    (row[11] as readonly (readonly unknown[])[]).map(([a, b]) => ({ a, b })),
  ])
  const got = inOrder(found).map((row) => [
    ...row.slice(0, 4),
    row[4] === null ? null : new Uint8Array(row[4] as Uint8Array),
    ...row.slice(5),
  ])
  expect(got.length).toBe(count)
  const wrong = got.findIndex((row, index) => !isDeepStrictEqual(row, plain[index]))
  expect(got[wrong]).toEqual(plain[wrong])
  expect(wrong).toBe(-1)
  // As plain values, for other engines.
  const { columns } = gathered.batch()
  for (const [number, row] of expected.entries()) {
    if (number % 97 === 0) expect(columns.map((values) => values[number])).toEqual(plainNumbers(row))
  }
  await engine.close()
})

/** Numbers that are exact are numbers. */
function plainNumbers(row: readonly unknown[]): readonly unknown[] {
  return row.map((value) => {
    if (Array.isArray(value)) return plainNumbers(value)
    return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
  })
}
