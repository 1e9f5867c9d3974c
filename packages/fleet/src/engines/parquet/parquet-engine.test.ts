/** A store of Parquet has the rows that one of DuckDB has, whatever the hosts are called, and whenever an import was killed. */

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { fixtures } from '@ts-audit/testing/fixtures'
import { afterAll, describe, expect, test } from 'vitest'
import type { Value } from '../../engine.ts'
import { reportNames } from '../../reports/registry.ts'
import { eventsTable } from '../../schema/events-table.ts'
import { openStore, type Store } from '../../store.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

const capture = (name: string): string => path.join(fixtures, 'captures', name, 'audit.log')

async function rows(store: Store, sql: string): Promise<readonly (readonly Value[])[]> {
  const found = []
  for await (const piece of (await store.query(sql)).rows) found.push(...piece)
  return found
}

/** The Parquet files below a folder, from there. */
function filesIn(place: string): readonly string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.parquet'))
}

/** An event of each host, the hosts as a log names them. */
function logOf(hosts: readonly string[]): string {
  const log = path.join(folder, 'hosts.log')
  const lines = hosts.map(
    (host, index) =>
      `${host === '' ? '' : `node=${host} `}type=USER_LOGIN msg=audit(1700000000.123:${index + 1}): pid=1 uid=0 res=success`,
  )
  writeFileSync(log, `${lines.join('\n')}\n`)
  return log
}

describe.skipIf(!hasDuckdb)('a store of Parquet [needs @duckdb/node-api]', () => {
  test('has row for row what DuckDB has, with the same reports, from logs of several hosts that grow', async () => {
    const duckdb = await openStore(':memory:')
    const parquet = await openStore(`parquet:${path.join(folder, 'same')}`)
    const text = readFileSync(capture('bpf-k510'))
    const grown = path.join(folder, 'grown.log')
    writeFileSync(grown, text.subarray(0, text.length / 3))
    const sources = [
      { files: [grown], host: 'late' },
      ...['host-mixed', 'bpf-enriched'].map((name) => ({ files: [capture(name)], host: name })),
    ]
    const options = { batchEvents: 400, records: true }
    for (const store of [duckdb, parquet]) await store.import(sources, options)
    appendFileSync(grown, text.subarray(text.length / 3))
    for (const store of [duckdb, parquet]) {
      const { events } = await store.import(sources, options)
      expect(events).toBeGreaterThan(0)
      expect(await store.import(sources, options)).toMatchObject({ events: 0, logsRead: 0 })
    }
    for (const table of ['events', 'records', 'programs', 'findings', 'event_paths', 'event_keys']) {
      const [expected, found] = await Promise.all(
        [duckdb, parquet].map((store) => rows(store, `SELECT * FROM ${table} ORDER BY ALL`)),
      )
      expect(found?.length, table).toBeGreaterThan(0)
      expect(isDeepStrictEqual(found, expected), table).toBe(true)
    }
    for (const name of reportNames)
      expect(await parquet.report(name), name).toEqual(await duckdb.report(name))
    await Promise.all([duckdb.close(), parquet.close()])
  })

  test('batches become few files, of which each has the rows of one host and day for any reader of Parquet', async () => {
    const place = path.join(folder, 'few')
    const store = await openStore(`parquet:${place}`)
    const log = path.join(folder, 'slow.log')
    const text = readFileSync(capture('host-mixed'), 'latin1')
    writeFileSync(log, '')
    const PARTS = 8
    const lines = text.trimEnd().split('\n')
    for (let part = 0; part < PARTS; part++) {
      const some = lines.slice((part * lines.length) / PARTS, ((part + 1) * lines.length) / PARTS)
      appendFileSync(log, `${some.join('\n')}\n`, 'latin1')
      await store.import({ files: [log], host: 'web' })
    }
    const [count] = await rows(
      store,
      'SELECT count(*)::INTEGER, count(DISTINCT ts::DATE)::INTEGER FROM events',
    )
    const [events = 0, days = 0] = (count ?? []) as readonly number[]
    await store.close()
    const files = filesIn(place)
    // Of settled rows one for each doubling, and what is not settled.
    expect(files.length).toBeLessThanOrEqual(days * (Math.ceil(Math.log2(PARTS)) + 2))
    for (const file of files)
      expect(file).toMatch(/^events\/node=web\/date=\d{4}-\d\d-\d\d\/[0-9a-f-]{36}\.parquet$/)
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const connection = await (await DuckDBInstance.create()).connect()
    const outside = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER, count(DISTINCT event_id)::INTEGER,
        count(*) FILTER (strftime(ts, '%Y-%m-%d') = date)::INTEGER
        FROM read_parquet('${place}/events/*/*/*.parquet', hive_types = {'date': VARCHAR})`,
    )
    expect(outside.getRows()).toEqual([[events, events, events]])
    connection.closeSync()
  })

  test('hosts of odd names stay in the store and are told apart', async () => {
    const place = path.join(folder, 'odd', 'store')
    const hosts = [
      ...[
        '',
        'a',
        'A',
        '../../up',
        '..',
        '.',
        'a/b',
        '%41',
        'a=b',
        'é',
        "o'q",
        '*',
        'a?b',
        '[a]',
        'a+b',
        'a#b',
      ],
      ...[
        'NULL',
        'null',
        '__HIVE_DEFAULT_PARTITION__',
        '7',
        '2026-01-01',
        'true',
        'back\\slash',
        '{a,b}',
        '~',
      ],
      ...['x'.repeat(240), `${'x'.repeat(239)}y`, 'é'.repeat(120)],
    ]
    const store = await openStore(`parquet:${place}`)
    const log = logOf(hosts)
    expect(await store.import({ files: [log] })).toMatchObject({ events: hosts.length, failed: 0 })
    const found = await rows(store, 'SELECT node FROM events ORDER BY serial')
    const duckdb = await openStore(':memory:')
    await duckdb.import({ files: [log] })
    const expected = await rows(duckdb, 'SELECT node FROM events ORDER BY serial')
    expect(new Set(expected.flat()).size).toBe(hosts.length)
    expect(found).toEqual(expected)
    for (const [node] of expected) {
      const { rows: of } = await store.report('logins', { node: String(node) })
      expect(
        of.map((row) => row.node),
        String(node),
      ).toEqual(node === '' ? expect.anything() : [node])
    }
    await Promise.all([store.close(), duckdb.close()])
    expect(readdirSync(path.join(folder, 'odd'))).toEqual(['store'])
    expect(readdirSync(place).sort()).toEqual(['.writing', 'audit.duckdb', 'events'])
  })

  test.each([{ readOnly: true }, {}])(
    'files that a killed import has left where they were written are part of it, others are not: %j',
    async (options) => {
      const place = path.join(folder, `killed${Object.keys(options).length}`)
      const store = await openStore(`parquet:${place}`)
      await store.import({ files: [capture('host-mixed')], host: 'web' })
      const all = await rows(store, 'SELECT * FROM events ORDER BY ALL')
      // As after the commit and before the first move: one file to be put in its place, one to be removed.
      const [file = ''] = filesIn(place)
      await store.engine.execute(
        "INSERT INTO parquet_moves VALUES ($file, '.writing/a.parquet'), ('events/old.parquet', NULL)",
        { file },
      )
      await store.close()
      renameSync(path.join(place, file), path.join(place, '.writing', 'a.parquet'))
      for (const name of ['.writing/b.parquet', 'events/old.parquet'])
        writeFileSync(path.join(place, name), 'x')
      const reopened = await openStore(`parquet:${place}`, options)
      expect(await rows(reopened, 'SELECT * FROM events ORDER BY ALL')).toEqual(all)
      await reopened.close()
      expect(filesIn(path.join(place, 'events')).length).toBe(
        filesIn(place).length - ('readOnly' in options ? 1 : 0),
      )
      const again = await openStore(`parquet:${place}`)
      expect(await again.import({ files: [capture('host-mixed')], host: 'web' })).toMatchObject({ events: 0 })
      expect(readdirSync(path.join(place, '.writing'))).toEqual([])
      expect(await rows(again, 'SELECT * FROM parquet_moves')).toEqual([])
      await again.close()
    },
  )

  test('work that fails leaves no rows and no files', async () => {
    const place = path.join(folder, 'failing')
    const store = await openStore(`parquet:${place}`)
    await store.import({ files: [capture('host-mixed')], host: 'web' })
    const before = [filesIn(place), await rows(store, 'SELECT * FROM events ORDER BY ALL')]
    const { engine } = store
    const work = engine.atomically(async () => {
      const bound = { source: String((await rows(store, 'SELECT source FROM sources'))[0]?.[0]), first: 0 }
      await engine.execute('DELETE FROM events WHERE source = $source AND source_event >= $first', bound)
      expect(await rows(store, 'SELECT count(*) FROM events')).toEqual([[0n]])
      throw new Error('stopped')
    })
    await expect(work).rejects.toThrow('stopped')
    expect([filesIn(place), await rows(store, 'SELECT * FROM events ORDER BY ALL')]).toEqual(before)
    await store.close()
  })

  test('to be read only it answers SELECT alone, and reaches no file beside it', async () => {
    const place = path.join(folder, 'read')
    const outside = path.join(folder, 'outside.csv')
    writeFileSync(outside, 'a\n1\n')
    const made = await openStore(`parquet:${place}`)
    await made.import({ files: [capture('host-mixed')], host: 'web' })
    await made.close()
    const store = await openStore(`parquet:${place}`, { readOnly: true })
    for (const sql of [
      'DELETE FROM sources',
      'CREATE TABLE mine (a INTEGER)',
      `COPY (SELECT 1) TO '${place}/events/more.parquet'`,
      `SELECT 1; COPY (SELECT 1) TO '${place}/events/more.parquet'`,
      `EXPLAIN ANALYZE COPY (SELECT 1) TO '${place}/events/more.parquet'`,
      `SELECT * FROM read_csv('${outside}')`,
      `ATTACH '${place}/more.duckdb'`,
      'SET enable_external_access = true',
      'LOAD httpfs',
    ]) {
      await expect(
        store.query(sql).then(async ({ rows: found }) => {
          for await (const _ of found);
        }),
        sql,
      ).rejects.toThrow()
    }
    expect(filesIn(place).some((file) => file.includes('more'))).toBe(false)
    expect((await rows(store, 'SELECT count(*) FROM events'))[0]?.[0]).toBeGreaterThan(0n)
    expect((await store.query('SELECT * FROM events')).columns).toEqual(
      eventsTable.columns.map(({ name }) => name),
    )
    await store.close()
  })

  test('what cannot be a store of Parquet is refused with its reason', async () => {
    const file = path.join(folder, 'file')
    writeFileSync(file, '')
    await expect(openStore(`parquet:${file}`)).rejects.toThrow('file already exists')
    await expect(openStore('parquet:')).rejects.toThrow('parquet:')
    await expect(openStore(`parquet:${folder}/a*`)).rejects.toThrow('pattern')
    await expect(openStore(`parquet:${folder}/nosuch`, { readOnly: true })).rejects.toThrow('does not exist')
    const place = path.join(folder, 'other')
    mkdirSync(place)
    await (await openStore(path.join(place, 'audit.duckdb'))).close()
    await expect(openStore(`parquet:${place}`)).rejects.toThrow('parquet')
    const store = await openStore(`parquet:${folder}/small`)
    await store.close()
    await expect(openStore(`${folder}/small/audit.duckdb`)).rejects.toThrow('schema')
  })
})
