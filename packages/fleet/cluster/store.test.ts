/** A store on one ClickHouse server: values survive, questions change nothing, users may do what they need. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine, Parameters, Value } from '../src/engine.ts'
import { openClickHouse } from '../src/engines/clickhouse/clickhouse-engine.ts'
import type { Table } from '../src/schema/column.ts'
import { pendingNodesTable } from '../src/schema/import-tables.ts'
import { tables } from '../src/schema/tables.ts'
import { type Cluster, startCluster } from './nodes.ts'

/** A column for each type there is; `raw` and `lines` are columns of bytes by the schema. */
const everything: Table = {
  name: 'everything',
  about: 'all types',
  columns: [
    { name: 'n', type: 'int32', required: true, about: '' },
    { name: 'a', type: 'text', about: '' },
    { name: 'raw', type: 'bytes', about: '' },
    { name: 'c', type: 'boolean', about: '' },
    { name: 'd', type: 'int32', about: '' },
    { name: 'e', type: 'uint32', about: '' },
    { name: 'f', type: 'int64', about: '' },
    { name: 'g', type: 'uint64', about: '' },
    { name: 'ts', type: 'timestamp', about: '' },
    { name: 'i', type: { list: 'word' }, about: '' },
    {
      name: 'j',
      type: {
        structs: [
          { name: 'x', type: 'uint64' },
          { name: 'y', type: 'word' },
        ],
      },
      about: '',
    },
    { name: 'k', type: 'word', about: '' },
  ],
  sortedBy: ['n'],
  key: ['n'],
}

let cluster: Cluster
let engine: Engine
beforeAll(async () => {
  cluster = await startCluster({ shards: 1, replicas: 1 })
  engine = await openClickHouse(cluster.url())
  await engine.prepare([...tables, everything])
})
afterAll(async () => {
  await engine?.close()
  await cluster?.stop()
})

async function rows(
  sql: string,
  parameters: Parameters = {},
  from = engine,
): Promise<readonly (readonly Value[])[]> {
  const found: (readonly Value[])[] = []
  for await (const piece of (await from.query(sql, parameters)).rows) found.push(...piece)
  return found
}

test('values of all types come back as they were inserted, in batches of many rows', async () => {
  const long = 'long enough for the encoder ✓ '.repeat(9)
  const written = [
    [
      'it\'s "x" \0 \\N\t✓ \u{1f600}',
      Uint8Array.of(0, 255, 128, 10),
      true,
      -5,
      4294967294,
      -(2n ** 63n),
      2n ** 64n - 1n,
      1_700_000_000_123,
      ['a', long, ''],
      [
        [2n ** 63n + 1n, 'p'],
        [null, null],
      ],
      'word',
    ],
    [null, null, null, null, null, undefined, undefined, null, [], [], null],
    ['', new Uint8Array(0), false, 0, 0, 2 ** 52 + 1, 43, -1, ['b'], [[1n, 'q']], ''],
  ]
  const rowCount = 3 * 5000
  const columns = [
    Array.from({ length: rowCount }, (_, row) => row),
    ...Array.from({ length: 11 }, (_, column) =>
      Array.from({ length: rowCount }, (__, row) => written[row % 3]?.[column]),
    ),
  ]
  await engine.insert(everything, [{ rowCount, columns }])
  const names = everything.columns.slice(1).map(({ name }) => name)
  const found = await rows(
    `SELECT ${names.join(', ')}, count(*) FROM everything GROUP BY ${names.join(', ')} ORDER BY min(n)`,
  )
  expect(found).toEqual([
    [
      'it\'s "x" \0 \\N\t✓ \u{1f600}',
      Uint8Array.of(0, 255, 128, 10),
      true,
      -5,
      4294967294,
      -(2n ** 63n),
      2n ** 64n - 1n,
      new Date(1_700_000_000_123),
      ['a', long, ''],
      [
        { x: 2n ** 63n + 1n, y: 'p' },
        { x: null, y: null },
      ],
      'word',
      5000n,
    ],
    [null, null, null, null, null, null, null, null, [], [], null, 5000n],
    [
      '',
      new Uint8Array(0),
      false,
      0,
      0,
      2n ** 52n + 1n,
      43n,
      new Date(-1),
      ['b'],
      [{ x: 1n, y: 'q' }],
      '',
      5000n,
    ],
  ])
})

test('rows with the same key replace those before, are deleted, and come back when they are written again', async () => {
  const set = (node: string) => engine.insert(pendingNodesTable, [{ rowCount: 1, columns: [[node]] }])
  const left = () => rows('SELECT node FROM pending_nodes ORDER BY node')
  await set('a')
  await set('b')
  await set('a')
  expect(await left()).toEqual([['a'], ['b']])
  await engine.execute('DELETE FROM pending_nodes WHERE node = $node', { node: 'a' })
  expect(await left()).toEqual([['b']])
  await set('a')
  expect(await left()).toEqual([['a'], ['b']])
  await engine.execute('DELETE FROM pending_nodes')
  expect(await left()).toEqual([])
})

test('parameters are bound: dates, lists, numbers, and text that looks like SQL', async () => {
  const text = "'; DROP TABLE events -- \\N \t\n\\"
  const answer = await engine.query(
    "SELECT $text AS text, $when AS at, $list AS list, $none AS none, $big AS big, '$text' AS quoted -- $comment",
    { text, when: new Date(1_700_000_000_123), list: ['a', "b'"], none: null, big: 2n ** 64n - 1n },
  )
  expect(answer.columns).toEqual(['text', 'at', 'list', 'none', 'big', 'quoted'])
  for await (const [first] of answer.rows)
    expect(first).toEqual([text, new Date(1_700_000_000_123), ['a', "b'"], null, 2n ** 64n - 1n, '$text'])
  expect.assertions(3)
  await expect(engine.query('SELECT $nothing')).rejects.toThrow('the parameter $nothing has no value')
})

test('a question that fails half way is an error, not a part of the answer', async () => {
  await expect(rows('SELECT throwIf(number = 3000000) FROM numbers(4000000)')).rejects.toThrow('throwIf')
})

test('questions change nothing', async () => {
  for (const sql of [
    'DROP TABLE events',
    "INSERT INTO pending_nodes (node) VALUES ('x')",
    'CREATE TABLE mine (a Int8) ENGINE = MergeTree ORDER BY a',
    'SET readonly = 0',
    'SELECT 1 SETTINGS readonly = 0',
  ]) {
    await expect(rows(sql), sql).rejects.toThrow()
  }
})

test('a reader may ask and not write, an importer writes into tables that an owner has made', async () => {
  const reader = await openClickHouse(cluster.url({ user: 'reader' }), { readOnly: true })
  await reader.prepare(tables)
  expect(await rows('SELECT count(*) FROM event_keys', {}, reader)).toEqual([[0n]])
  await expect(reader.insert(pendingNodesTable, [{ rowCount: 1, columns: [['x']] }])).rejects.toThrow(
    'the store was opened to be read only',
  )
  await reader.close()
  const careless = await openClickHouse(cluster.url({ user: 'reader' }))
  await careless.prepare(tables)
  await expect(careless.insert(pendingNodesTable, [{ rowCount: 1, columns: [['x']] }])).rejects.toThrow(
    'the user reader may not do this',
  )
  await careless.close()
  const importer = await openClickHouse(cluster.url({ user: 'importer' }))
  await importer.prepare(tables)
  await importer.insert(pendingNodesTable, [{ rowCount: 1, columns: [['x']] }])
  await importer.execute('DELETE FROM pending_nodes')
  await expect(importer.prepare([{ ...everything, name: 'another' }])).rejects.toThrow(
    'the user importer may not do this',
  )
  await importer.close()
})

test('keep_days limits how long events stay, also in tables that are there', async () => {
  const limited = await openClickHouse(`${cluster.url()}&keep_days=400`)
  await limited.prepare(tables)
  await limited.close()
  expect(await cluster.ask(0, 'SHOW CREATE TABLE audit.events')).toContain('toIntervalDay(400)')
  expect(await cluster.ask(0, 'SHOW CREATE TABLE audit.programs')).not.toContain('TTL')
})

test.each([
  ['a wrong password', { password: 'guess' }, 'does not know the user owner with this password'],
  ['a user that is not there', { user: 'nobody' }, 'does not know the user nobody with this password'],
])('%s is named', async (_, login, reason) => {
  const error: unknown = await openClickHouse(cluster.url(login)).catch((thrown: unknown) => thrown)
  expect(String(error)).toContain(reason)
  expect(String(error)).not.toContain('guess')
})

test('a database that is not there, and one without a store, are named', async () => {
  const at = (database: string) => cluster.url().replace('/audit?', `/${database}?`)
  const missing = await openClickHouse(at('nowhere'))
  await expect(missing.prepare(tables)).rejects.toThrow(/nowhere/)
  await missing.close()
  await cluster.ask(0, 'CREATE DATABASE empty')
  const empty = await openClickHouse(at('empty').replace('owner', 'admin'), { readOnly: true })
  await expect(empty.prepare(tables)).rejects.toThrow('empty: there is no store of ts-aufleet in it')
  await empty.close()
})

test('nobody at the address is named', async () => {
  await expect(openClickHouse('clickhouse://x@127.0.0.1:1/audit')).rejects.toThrow(
    'ClickHouse at 127.0.0.1:1 cannot be reached or went away (ECONNREFUSED)',
  )
})
