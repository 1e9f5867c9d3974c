import { readFileSync } from 'node:fs'
import { accountsFromText } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { LogReader } from '@ts-audit/log'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type EventReportName,
  printReport,
  type ReportName,
  type ReportOptions,
  ROW_FORMATS,
  type RowFormat,
  report,
  reportListings,
  rowFields,
  writeReportRows,
} from './index.ts'

const source = readFileSync(new URL('../fixtures/logs/ks.log', import.meta.url))
const accounts = accountsFromText('root:x:0:0:root:/root:/bin/sh\n', '')

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const gathered: Row[] = []
  for await (const row of rows) gathered.push(row)
  return gathered
}

/** The lines below the title block. */
function printedLines(name: ReportName, summary: boolean, options: ReportOptions = {}): string[] {
  const sink = new ByteSink()
  const { run } = printReport(name, summary, options, sink)
  feed(run)
  return sink.text().split('\n').slice(0, -1)
}

function feed(run: ReturnType<typeof printReport>['run']): void {
  const reader = new LogReader({ sink: run.sink })
  run.startFile?.('log')
  reader.push(source)
  reader.end()
  run.endFile?.()
  run.end(reader.counters)
}

// Each row is a line of an example of spec 05 §15, value by value.
describe('rows as objects', () => {
  test('-l', async () => {
    const rows = await all(report('login', { source }))
    expect(rows[1]).toEqual({
      time: '2023-11-14T22:14:51.181Z',
      user: 'mallory',
      host: '198.51.100.7',
      terminal: 'ssh',
      exe: '/usr/sbin/sshd',
      success: false,
      serial: 113,
      event: '1700000091.181:113',
    })
    expect(rows[0]).toMatchObject({ user: 1000, success: true })
    expectTypeOf(rows[0]!.serial).toEqualTypeOf<number>()
    expectTypeOf(rows[0]!.user).toEqualTypeOf<string | number | null>()
  })

  test('-l -i', async () => {
    const rows = await all(report('login', { source, accounts, interpret: true }))
    expect(rows.map(({ user }) => user)).toEqual(['unknown(1000)', 'mallory', 'root', 'root'])
  })

  test('-a', async () => {
    const rows = await all(report('avc', { source }))
    expect(rows[2]).toMatchObject({
      comm: null,
      subject: 'system_u:system_r:system_dbusd_t:s0-s0:c0.c1023',
      syscall: 0,
      class: 'dbus',
      permission: 'send_msg',
      object: 'system_u:system_r:systemd_logind_t:s0',
      result: 'denied',
      serial: 129,
    })
  })

  test('-x --summary', async () => {
    const rows = await all(report('executable', { source, summary: true }))
    expect(rows.slice(0, 3)).toEqual([
      { total: 14, key: '/usr/sbin/sshd' },
      { total: 3, key: '/usr/sbin/semanage' },
      { total: 3, key: '/usr/sbin/usermod' },
    ])
  })

  test('the main summary', async () => {
    const [summary] = await all(report('summary', { source }))
    expect(summary).toMatchObject({
      first: '2023-11-14T22:13:27.737Z',
      last: '2023-11-14T22:24:11.141Z',
      configChanges: 15,
      pids: 38,
      events: 89,
    })
  })

  test('-t', async () => {
    expect(await all(report('log', { source, sourceName: 'ks.log' }))).toEqual([
      { file: 'ks.log', first: '2023-11-14T22:13:27.737Z', last: '2023-11-14T22:24:11.141Z' },
    ])
  })

  test('text is UTF-8', async () => {
    const line =
      'type=SYSCALL msg=audit(1.000:1): syscall=2 a0=0 a1=0 pid=1 auid=0 comm="caf\xc3\xa9" exe="/b" key=(null)\n'
    const [row] = await all(report('comm', { source: Buffer.from(line, 'latin1') }))
    expect(row?.comm).toBe('café')
  })

  test('what has no summary says so', async () => {
    await expect(all(report('tty', { source, summary: true }))).rejects.toThrow(/has no summary/)
  })
})

const forms = reportListings.flatMap(({ name, hasSummary }) =>
  (hasSummary ? [false, true] : [false]).map((summary) => ({ name, summary })),
)

describe.each(forms)('$name, summary: $summary', ({ name, summary }) => {
  const lines = printedLines(name, summary)
  const nothing = lines[0]?.startsWith('<no events')
  const count = nothing ? 0 : lines.length

  test('gives a row for each line, with the documented fields', async () => {
    const rows: readonly object[] = summary
      ? await all(report(name as EventReportName, { source, summary }))
      : await all<object>(report(name, { source }))
    expect(rows).toHaveLength(count)
    for (const row of rows) expect(Object.keys(row)).toEqual(rowFields(name, summary))
  })

  test.each(ROW_FORMATS)('as %s', (format) => {
    const text = written(name, summary, format)
    if (format === 'json') expect(JSON.parse(text)).toMatchObject({ report: name, summary })
    const rows = {
      json: () => JSON.parse(text).rows,
      ndjson: () => jsonLines(text),
      csv: () => csvLines(text),
    }
    expect(rows[format]()).toHaveLength(count)
  })
})

function written(name: ReportName, summary: boolean, format: RowFormat): string {
  const sink = new ByteSink()
  const { title, run } = writeReportRows(name, summary, { format }, sink)
  expect(title).toBe('')
  feed(run)
  return sink.text()
}

function jsonLines(text: string): unknown[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

/** Control characters are escaped, so that each line is a row. */
function csvLines(text: string): string[] {
  return text.split('\n').slice(1, -1)
}
