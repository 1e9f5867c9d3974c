/** A store on DuckDB: numbers and bytes survive, and questions change and reach nothing but the store. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { afterAll, describe, expect, test } from 'vitest'
import type { QueryAnswer, Value } from './engine.ts'
import type { Table } from './schema/column.ts'
import { openStore, type StoreOptions } from './store.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function rowsOf(answer: QueryAnswer): Promise<readonly (readonly Value[])[]> {
  const rows = []
  for await (const piece of answer.rows) rows.push(...piece)
  return rows
}

/** A column for each type there is. */
const everything: Table = {
  name: 'everything',
  about: 'all types',
  columns: [
    { name: 'a', type: 'text', about: '' },
    { name: 'b', type: 'bytes', about: '' },
    { name: 'c', type: 'boolean', about: '' },
    { name: 'd', type: 'int32', about: '' },
    { name: 'e', type: 'uint32', about: '' },
    { name: 'f', type: 'int64', about: '' },
    { name: 'g', type: 'uint64', about: '' },
    { name: 'h', type: 'timestamp', about: '' },
    { name: 'i', type: { list: 'word' }, about: '' },
    {
      name: 'j',
      type: {
        structs: [
          { name: 'x', type: 'uint64' },
          { name: 'y', type: 'text' },
        ],
      },
      about: '',
    },
  ],
  sortedBy: ['a'],
  key: ['a'],
}
const WRITTEN = [
  [
    'it\'s "x" \0 ✓ \u{1f600}',
    Uint8Array.of(0, 255, 128, 10),
    true,
    -5,
    4294967294,
    -(2n ** 63n),
    2n ** 64n - 1n,
  ],
  [null, null, null, null, null, undefined, undefined],
  ['', new Uint8Array(0), false, 0, 0, 42, 43],
]
const TIMES = [1_700_000_000_123, null, -1]
const LISTS = [['a', 'long enough to lie elsewhere ✓', ''], [], ['b']]
const STRUCTS = [
  [
    [2n ** 63n + 1n, 'p'],
    [null, null],
  ],
  [],
  [[1n, 'q']],
]

describe.skipIf(!hasDuckdb)('a store on DuckDB [needs @duckdb/node-api]', () => {
  test('values of all types come back as they were inserted, also in more rows than DuckDB takes at once', async () => {
    const store = await openStore(':memory:')
    await store.engine.prepare([everything])
    const rowCount = 3 * 1500
    const nth = <T>(values: readonly T[]) => Array.from({ length: rowCount }, (_, row) => values[row % 3])
    const columns = [
      ...Array.from({ length: 7 }, (_, column) => nth(WRITTEN.map((row) => row[column]))),
      nth(TIMES),
      nth(LISTS),
      nth(STRUCTS),
    ]
    await store.engine.insert(everything, [{ rowCount, columns }])
    const rows = await rowsOf(await store.query('SELECT DISTINCT * FROM everything ORDER BY a NULLS LAST'))
    expect(rows.map((row) => row.map((value) => (value instanceof Uint8Array ? [...value] : value)))).toEqual(
      [
        ['', [], false, 0, 0, 42n, 43n, new Date(-1), ['b'], [{ x: 1n, y: 'q' }]],
        [
          'it\'s "x" \0 ✓ \u{1f600}',
          [0, 255, 128, 10],
          true,
          -5,
          4294967294,
          -(2n ** 63n),
          2n ** 64n - 1n,
          new Date(1_700_000_000_123),
          ['a', 'long enough to lie elsewhere ✓', ''],
          [
            { x: 2n ** 63n + 1n, y: 'p' },
            { x: null, y: null },
          ],
        ],
        [null, null, null, null, null, null, null, null, [], []],
      ],
    )
    expect(await rowsOf(await store.query('SELECT count(*) FROM everything'))).toEqual([[BigInt(rowCount)]])
    await store.close()
  })

  test('parameters are bound: dates, lists, and text that looks like SQL', async () => {
    const store = await openStore(':memory:')
    const answer = await store.query('SELECT $text AS text, $when AS at, $list AS list, $none AS none', {
      text: "'; DROP TABLE events --",
      when: new Date(1_700_000_000_123),
      list: ['a', 'b'],
      none: null,
    })
    expect(answer.columns).toEqual(['text', 'at', 'list', 'none'])
    expect(await rowsOf(answer)).toEqual([
      ["'; DROP TABLE events --", new Date(1_700_000_000_123), ['a', 'b'], null],
    ])
    await store.close()
  })

  test('work that fails leaves nothing behind', async () => {
    const store = await openStore(':memory:')
    const work = store.engine.atomically(async () => {
      await store.engine.execute("INSERT INTO pending_nodes VALUES ('web')")
      throw new Error('stopped')
    })
    await expect(work).rejects.toThrow('stopped')
    expect(await rowsOf(await store.query('SELECT * FROM pending_nodes'))).toEqual([])
    await store.close()
  })

  test('a store that is opened to be read is not written, and its questions reach no other file', async () => {
    const file = path.join(folder, 'read.duckdb')
    const other = path.join(folder, 'other.csv')
    writeFileSync(other, 'a\n1\n')
    await (await openStore(file)).close()
    const store = await openStore(file, { readOnly: true })
    for (const sql of [
      "INSERT INTO pending_nodes VALUES ('web')",
      'CREATE TABLE mine (a INTEGER)',
      `SELECT * FROM read_csv('${other}')`,
      `COPY events TO '${path.join(folder, 'out.parquet')}'`,
      `ATTACH '${path.join(folder, 'more.duckdb')}'`,
      'INSTALL httpfs',
      'LOAD httpfs',
      'SET enable_external_access = true',
      'SET autoinstall_known_extensions = true',
    ]) {
      await expect(store.query(sql).then(rowsOf), sql).rejects.toThrow()
    }
    expect(await rowsOf(await store.query('SELECT count(*) FROM events'))).toEqual([[0n]])
    await store.close()
  })

  test('what is compressed already is stored as it is, so that one value can be had without others', async () => {
    const file = path.join(folder, 'pieces.duckdb')
    const store = await openStore(file)
    await store.engine.execute(`INSERT INTO bpf_lines SELECT 'web', 'log', n, TIMESTAMP '2026-11-30 00:00:00', 0,
      encode(repeat(md5(n::VARCHAR), 500)) FROM range(100) AS numbers(n)`)
    await store.close()
    const stored = await openStore(file, { readOnly: true })
    const ways = `SELECT DISTINCT compression FROM pragma_storage_info('bpf_lines')
      WHERE column_name = 'lines' AND segment_type = 'BLOB'`
    expect(await rowsOf(await stored.query(ways))).toEqual([['Uncompressed']])
    await stored.close()
  })

  test('memory of the engine is limited where a store is written, unless the caller says otherwise', async () => {
    const file = path.join(folder, 'limited.duckdb')
    const limitOf = async (url: string, options: StoreOptions): Promise<unknown> => {
      const store = await openStore(url, options)
      const [row] = await rowsOf(await store.query("SELECT current_setting('memory_limit')"))
      await store.close()
      return row?.[0]
    }
    expect(await limitOf(file, {})).toBe('381.4 MiB')
    expect(await limitOf(`parquet:${folder}/limited`, {})).toBe('381.4 MiB')
    expect(await limitOf(file, { memoryLimit: '2GB' })).toBe('1.8 GiB')
    const unlimited = await limitOf(file, { readOnly: true })
    expect(unlimited).not.toBe('381.4 MiB')
    expect(await limitOf(':memory:', {})).toBe(unlimited)
  })

  test.each([
    ['nothing:x', 'nothing:x: no kind of store is called nothing'],
    [path.join(folder, 'no', 'such.duckdb'), 'Cannot open file'],
  ])('%s cannot be opened', async (url, reason) => {
    await expect(openStore(url)).rejects.toThrow(reason)
  })
})
