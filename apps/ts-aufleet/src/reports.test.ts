/** The reports of a fleet say of each host what ts-aureport says of its log. */

import { readFileSync } from 'node:fs'
import { type EventReportName, report } from '@ts-audit/aureport'
import { type BpfReport, createBpfTracker, loadedPrograms } from '@ts-audit/bpf'
import { openStore, type ReportName, type ReportRow, type Store } from '@ts-audit/fleet'
import { LogReader } from '@ts-audit/log'
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = new URL('../../../', import.meta.url)
const hosts = [
  ['web', 'examples/audit.log'],
  ['mixed', 'fixtures/captures/host-mixed/audit.log'],
  ['enriched', 'fixtures/captures/bpf-enriched/audit.log'],
  ['reboots', 'fixtures/bpf/reboots.log'],
] as const
const bytesOf = (log: string) => readFileSync(new URL(log, root))

/** The log without lines that aureport reads otherwise. */
function without(lines: RegExp, bytes: Uint8Array): Uint8Array {
  const kept = Buffer.from(bytes)
    .toString('latin1')
    .split('\n')
    .filter((line) => !lines.test(line))
  return Buffer.from(kept.join('\n'), 'latin1')
}
const OF_APPARMOR = /apparmor=/
/** Files are for it also those of sockets and access decisions; here they are what system calls name. */
const NOT_OF_CALLS = /type=(?:SOCKADDR|AVC) /

/** Texts of the BPF report have a character for each byte. */
const utf8 = (text: string | undefined) =>
  text === undefined ? null : Buffer.from(text, 'latin1').toString('utf8')

let store: Store
beforeAll(async () => {
  if (!hasDuckdb) return
  store = await openStore(':memory:')
  await store.import(hosts.map(([host, log]) => ({ host, files: [new URL(log, root).pathname] })))
}, 180_000)
afterAll(() => store?.close())

/** Totals by key, of a report's rows. */
function totals<Row>(rows: readonly Row[], key: (row: Row) => unknown, total: (row: Row) => unknown) {
  const sums = new Map<string, number>()
  for (const row of rows) {
    sums.set(String(key(row)), (sums.get(String(key(row))) ?? 0) + Number(total(row)))
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum > 0).sort())
}

/** The summary of ts-aureport. */
async function summary(name: EventReportName, source: Uint8Array, failed = false) {
  const rows: { readonly key: unknown; readonly total: number }[] = []
  const outcome = failed ? ({ result: 'failure' } as const) : {}
  for await (const row of report(name, { source, summary: true, interpret: true, ...outcome })) rows.push(row)
  return totals(
    rows,
    ({ key }) => key,
    ({ total }) => total,
  )
}

async function rowsOf<Name extends ReportName>(
  name: Name,
  node: string,
): Promise<readonly ReportRow<Name>[]> {
  return (await store.report(name, { node })).rows
}

function bpfReport(source: Uint8Array): BpfReport {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  reader.push(source)
  reader.end()
  return tracker.finish()
}

describe.skipIf(!hasDuckdb).each(hosts)('of %s [needs @duckdb/node-api]', (node, log) => {
  const source = bytesOf(log)

  test.each([
    ['executables', 'executable', 'executable', 'events', OF_APPARMOR],
    ['keys', 'key', 'rule_key', 'events', undefined],
    ['files', 'file', 'file', 'times', NOT_OF_CALLS],
    ['anomalies', 'anomaly', 'anomaly', 'events', undefined],
  ] as const)('%s are those of ts-aureport', async (name, theirs, key, total, readOtherwise) => {
    const rows = (await rowsOf(name, node)) as readonly Readonly<Record<string, unknown>>[]
    const { '(null)': _, ...expected } = await summary(
      theirs,
      readOtherwise === undefined ? source : without(readOtherwise, source),
    )
    expect(
      totals(
        rows,
        (row) => row[key],
        (row) => row[total],
      ),
    ).toEqual(expected)
  })

  test('failing system calls are those of ts-aureport', async () => {
    const rows = await rowsOf('failing-syscalls', node)
    expect(
      totals(
        rows,
        ({ call }) => call,
        ({ failures }) => failures,
      ),
    ).toEqual(await summary('syscall', source, true))
  })

  test('logins and failed logins are those of ts-aureport', async () => {
    const theirs = { in: 0, failed: 0 }
    for await (const { success } of report('login', { source })) theirs[success === true ? 'in' : 'failed']++
    const logins = await rowsOf('logins', node)
    const failed = await rowsOf('failed-logins', node)
    const sum = (numbers: readonly (number | null)[]) =>
      numbers.reduce<number>((all, number) => all + (number ?? 0), 0)
    expect({
      in: sum(logins.map((row) => row.logins)),
      failed: sum(failed.map((row) => row.failures)),
    }).toEqual(theirs)
  })

  test('BPF loaders, programs that are loaded and findings are those of ts-aureport --bpf', async () => {
    const theirs = bpfReport(source)
    const loaders = await rowsOf('bpf-loaders', node)
    expect(
      loaders
        .map((row) => [row.executable, row.task, row.loads, row.failed_loads, row.unloads, row.still_loaded])
        .sort(),
    ).toEqual(
      theirs.loaders
        .filter(({ loads, failedLoads }) => loads + failedLoads > 0)
        .map(({ exe, comm, loads, failedLoads, unloads, stillLoaded }) => [
          ...[utf8(exe), utf8(comm), loads, failedLoads],
          ...[unloads, stillLoaded],
        ])
        .sort(),
    )
    const loaded = await rowsOf('bpf-loaded', node)
    expect(loaded.map((row) => [row.program, row.load_time?.getTime(), row.executable]).sort()).toEqual(
      [...loadedPrograms(theirs)]
        .map(({ progId, load, loader }) => [progId, load?.time, utf8(loader?.exe)])
        .sort(),
    )
    // A host that has never used BPF is not gone through for findings.
    if (theirs.programs.length === 0) return
    const findings = await rowsOf('bpf-findings', node)
    expect(
      totals(
        findings,
        (row) => `${row.severity} ${row.finding}`,
        (row) => row.times,
      ),
    ).toEqual(
      totals(
        theirs.findings,
        ({ severity, name }) => `${severity} ${name}`,
        () => 1,
      ),
    )
  })
})

describe.skipIf(!hasDuckdb)('the limit of a report [needs @duckdb/node-api]', () => {
  test('gives the first rows, and says when there are more', async () => {
    const all = await store.report('files', { limit: Number.POSITIVE_INFINITY })
    const { length } = all.rows
    expect([length > 3, all.isCut]).toEqual([true, false])
    expect(await store.report('files', { limit: 3 })).toEqual({
      name: 'files',
      rows: all.rows.slice(0, 3),
      isCut: true,
    })
    expect((await store.report('files', { limit: length })).isCut).toBe(false)
    expect((await store.report('files', { limit: length - 1 })).isCut).toBe(true)
  })

  test.each([0, -1, 1.5, Number.NaN])('is not %s', async (limit) => {
    await expect(store.report('files', { limit })).rejects.toThrow(RangeError)
  })
})
