/** ts-aufleet as users run it: what it counts is what ts-aureport counts, and an import may be killed at any time. */

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Outcome, run } from '@ts-audit/testing/command'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { fixtures } from '@ts-audit/testing/fixtures'
import { runs } from '@ts-audit/testing/runs'
import { afterAll, describe, expect, test } from 'vitest'

const script = fileURLToPath(new URL('../dist/ts-aufleet.js', import.meta.url))
const aureport = fileURLToPath(new URL('../../ts-aureport/dist/ts-aureport.js', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'ts-aufleet-'))
afterAll(() => rmSync(folder, { recursive: true }))

const log = (name: string): string => path.join(fixtures, 'captures', name, 'audit.log')
const aufleet = (...args: readonly string[]): Promise<Outcome> =>
  run([process.execPath, script, ...args], { cwd: folder })

async function ask(store: string, sql: string): Promise<unknown> {
  const { status, stdout, stderr } = await aufleet('query', sql, '--into', store, '--format', 'json')
  expect([status, stderr]).toEqual([0, ''])
  return JSON.parse(Buffer.from(stdout, 'latin1').toString())
}

/** `Number of events: 867` and its like. */
async function summary(file: string): Promise<ReadonlyMap<string, number>> {
  const { stdout, stderr } = await run([process.execPath, aureport, '-if', file])
  const lines = [...stdout.matchAll(/^Number of (.*): (\d+)$/gm)]
  const counts = new Map(lines.map(([, what = '', count]) => [what, Number(count)]))
  // Events that lack a field are in the log all the same.
  const skipped = Number(/NOTE - (\d+) events? not counted/.exec(stderr)?.[1] ?? 0)
  return counts.set('events', (counts.get('events') ?? 0) + skipped)
}

async function programStates(file: string): Promise<Record<string, number>> {
  const args = ['--bpf', 'programs', '--format', 'ndjson', '-if', file]
  const { stdout } = await run([process.execPath, aureport, ...args])
  const states: Record<string, number> = {}
  for (const line of stdout.split('\n')) {
    const state = line === '' ? undefined : (JSON.parse(line) as { readonly state?: string }).state
    if (state !== undefined) states[state] = (states[state] ?? 0) + 1
  }
  return states
}

describe.skipIf(!hasDuckdb)('ts-aufleet [needs @duckdb/node-api]', () => {
  test('counts of two hosts, each in its folder, are those of ts-aureport', async () => {
    const hosts = { web: 'bpf-k612', db: 'bpf-k510' }
    for (const [host, name] of Object.entries(hosts)) {
      mkdirSync(path.join(folder, 'collected', host), { recursive: true })
      writeFileSync(path.join(folder, 'collected', host, 'audit.log'), readFileSync(log(name)))
    }
    expect(await aufleet('import', 'collected')).toMatchObject({ status: 0, stdout: '' })
    for (const [host, name] of Object.entries(hosts)) {
      const expected = await summary(log(name))
      const [counts] = (await ask(
        'audit.duckdb',
        `SELECT count(*) AS events, count(DISTINCT pid) AS pids, count(DISTINCT exe) AS executables,
          count(*) FILTER (syscall IS NOT NULL AND result = false) AS failed FROM events WHERE node = '${host}'`,
      )) as readonly Record<string, number>[]
      expect(counts).toEqual({
        events: expected.get('events'),
        pids: expected.get('process IDs'),
        executables: expected.get('executables'),
        failed: expected.get('failed syscalls'),
      })
      const states = (await ask(
        'audit.duckdb',
        `SELECT state, count(*) AS number FROM programs WHERE node = '${host}' GROUP BY state`,
      )) as readonly { readonly state: string; readonly number: number }[]
      expect(Object.fromEntries(states.map(({ state, number }) => [state, number]))).toEqual(
        await programStates(log(name)),
      )
    }
    const again = await aufleet('import', 'collected')
    expect(again.stderr).toBe('0 events added; 0 logs read, 2 without anything new\n')
    // A report, a statement that would change the store, and Parquet that DuckDB reads.
    const report = await aufleet('report', 'bpf-loaded', '--format', 'csv', '--node', 'web')
    expect([report.status, report.stderr]).toEqual([0, ''])
    const lines = report.stdout.trim().split('\n').length - 1
    expect(lines).toBe((await programStates(log('bpf-k612')))['loaded'])
    const cut = await aufleet('report', 'executables', '--format', 'csv', '--limit', '1')
    expect(cut.stdout.trim().split('\n')).toHaveLength(2)
    expect(cut.stderr).toMatch(/^ts-aufleet: these are the first 1 rows; --limit N .*\n$/)
    const whole = await aufleet('report', 'executables', '--format', 'csv', '--limit', '0')
    expect([whole.stdout.startsWith(cut.stdout), whole.stderr]).toEqual([true, ''])
    expect((await aufleet('report', 'executables', '--limit', '-1')).status).toBe(1)
    expect((await aufleet('query', 'DROP TABLE events')).status).toBe(1)
    expect(await aufleet('export', '--to', 'archive')).toMatchObject({ status: 0, stderr: '' })
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const connection = await (await DuckDBInstance.create()).connect()
    const parquet = await connection.runAndReadAll(
      `SELECT node, count(*) FROM '${folder}/archive/events/*/*/*.parquet' GROUP BY node ORDER BY node`,
    )
    expect(parquet.getRows()).toEqual([
      ['db', BigInt((await summary(log('bpf-k510'))).get('events') ?? 0)],
      ['web', BigInt((await summary(log('bpf-k612'))).get('events') ?? 0)],
    ])
  })

  test('a folder of Parquet is a store like the others', async () => {
    const store = 'parquet:fleet'
    const importing = ['import', log('bpf-k612'), '--host', 'web', '--into', store]
    const events = (await summary(log('bpf-k612'))).get('events')
    expect((await aufleet(...importing)).stderr).toBe(`${events} events added; 1 log read\n`)
    expect((await aufleet(...importing)).stderr).toBe('0 events added; 0 logs read, 1 without anything new\n')
    expect(await ask(store, "SELECT count(*) AS n FROM events WHERE node = 'web'")).toEqual([{ n: events }])
    const report = await aufleet('report', 'bpf-loaded', '--format', 'csv', '--store', store)
    expect(report.stdout.trim().split('\n').length - 1).toBe((await programStates(log('bpf-k612')))['loaded'])
    const refused = await aufleet('query', "COPY (SELECT 1) TO 'fleet/x.parquet'", '--into', store)
    expect([refused.status, refused.stderr]).toEqual([
      1,
      'ts-aufleet: a store of Parquet that is only read answers nothing but SELECT\n',
    ])
    expect(await aufleet('export', '--to', 'copied', '--into', store)).toMatchObject({
      status: 0,
      stderr: '',
    })
    expect((await aufleet('query', 'SELECT 1', '--into', 'parquet:none')).status).toBe(1)
  })

  test('mistakes are said, and what can be read is imported', async () => {
    const outcome = await aufleet('import', 'nosuch.log', log('bpf-basic'), '--into', 'partly.duckdb')
    expect(outcome.status).toBe(2)
    expect(outcome.stderr).toContain('nosuch.log')
    expect(await ask('partly.duckdb', 'SELECT count(*) AS n FROM sources')).toEqual([{ n: 1 }])
    for (const args of [
      ['query'],
      ['report', 'nosuch'],
      ['nosuch'],
      ['query', 'SELECT', '--into', 'none.duckdb'],
    ]) {
      const { status, stderr } = await aufleet(...args)
      expect([status, stderr.startsWith('ts-aufleet: ')]).toEqual([1, true])
    }
  })

  test.concurrent.each([
    ['DuckDB', KILLS, (name: string) => `${name}.duckdb`],
    ['Parquet', Math.ceil(KILLS / 5), (name: string) => `parquet:${name}`],
  ])(
    'an import into %s killed %i times at random points and gone on with has everything once',
    async (engine, wanted, storeOf) => {
      const logs = `logs for ${engine}`
      const files = writeLogs(logs)
      const events = (await summary(log(CUT_LOG))).get('events') ?? 0
      const importing = ['import', logs, '--no-notes', '--into']
      const started = performance.now()
      await importKilledAfter(undefined, [...importing, storeOf('whole')])
      const duration = performance.now() - started
      const expected = await storeCounts(storeOf('whole'))
      expect(expected[0]).toMatchObject({ what: 'all', events: HOSTS * events, files, hosts: HOSTS })
      expect(new Set(expected.map(({ what }) => what))).toEqual(
        new Set(['all', 'events', 'programs', 'sources']),
      )
      let [kills, stores] = [0, 0]
      const importAndKill = async (): Promise<void> => {
        while (kills < wanted) {
          // One that came to its end before it was killed is looked at, and the next begins with nothing.
          const store = storeOf(`killed${stores++}`)
          while (
            kills < wanted &&
            (await importKilledAfter(Math.random() * SIDE_BY_SIDE * duration, [...importing, store]))
          )
            kills++
          await importKilledAfter(undefined, [...importing, store])
          expect(await storeCounts(store)).toEqual(expected)
        }
      }
      // Each import is a process, and begins with what one core does.
      await Promise.all([importAndKill(), importAndKill()])
    },
    1_200_000,
  )
})

const KILLS = Number(process.env['TS_AUDIT_KILLS'] ?? runs(50))
/** Two imports side by side take so many times as long as one. */
const SIDE_BY_SIDE = 1.5
const CUT_LOG = 'bpf-k612'
const HOSTS = 3

/** A log in rotated files, cut within events, of several hosts; gives how many files. */
function writeLogs(into: string): number {
  const text = readFileSync(log(CUT_LOG), 'latin1')
  const lines = text.trimEnd().split('\n')
  const names = ['audit.log.2', 'audit.log.1', 'audit.log']
  for (let host = 0; host < HOSTS; host++) {
    const place = path.join(folder, into, `host${host}`)
    mkdirSync(place, { recursive: true })
    for (const [index, name] of names.entries()) {
      const [start, end] = [index, index + 1].map((part) => Math.floor((part * lines.length) / names.length))
      writeFileSync(path.join(place, name), `${lines.slice(start, end).join('\n')}\n`, 'latin1')
    }
  }
  return HOSTS * names.length
}

/** Runs an import, for so many milliseconds at most; says whether it was killed. */
async function importKilledAfter(
  milliseconds: number | undefined,
  args: readonly string[],
): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { ...process.env, TS_AUFLEET_BATCH_EVENTS: '400' },
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  if (milliseconds !== undefined) {
    await pause(milliseconds)
    child.kill('SIGKILL')
  }
  await ended
  if (child.signalCode === null) expect(child.exitCode).toBe(0)
  return child.signalCode !== null
}

/** What must be there once, however often an import was begun. */
async function storeCounts(store: string): Promise<readonly Record<string, unknown>[]> {
  const counts = await ask(
    store,
    `SELECT 'all' AS what, count(*) AS events, count(DISTINCT source) AS files, count(DISTINCT node) AS hosts
      FROM (SELECT DISTINCT node, event_id, source FROM events)
    UNION ALL BY NAME SELECT 'events' AS what, node, count(*) AS n, sum(serial) AS s FROM events GROUP BY ALL
    UNION ALL BY NAME
      SELECT 'programs' AS what, node, state, loader_exe, count(*) AS n FROM programs GROUP BY ALL
    UNION ALL BY NAME SELECT 'sources' AS what, host AS node, sum(events) AS n FROM sources GROUP BY ALL
    ORDER BY ALL`,
  )
  return counts as readonly Record<string, unknown>[]
}
