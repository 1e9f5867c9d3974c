// Whatever a log holds, every report of it ends, in every form.
// First: it counts what is loaded after it.
import '@ts-audit/testing/counted-work'
import { readFileSync } from 'node:fs'
import { ByteSink } from '@ts-audit/auparse/internal'
import { LogReader } from '@ts-audit/log'
import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PrintedReport, printReport, ROW_FORMATS, reportListings, writeReportRows } from './index.ts'

const lines = ['ks.log', 'q-user.log', 'q-file.log', 'q-sock.log', 'q-avc.log', 'q-misc.log', 'q-line.log']
  .flatMap((name) => readFileSync(new URL(`../fixtures/logs/${name}`, import.meta.url), 'latin1').split('\n'))
  .filter((line) => line.length > 70)

const reports = [
  ...reportListings.map(({ name, hasSummary }) => ({ name, hasSummary })),
  { name: 'summary', hasSummary: false },
] as const

/** A line of a real log with a few bytes replaced, or cut. */
const damagedLine = fc
  .tuple(
    fc.constantFrom(...lines),
    fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    fc.option(fc.nat(400)),
  )
  .map(([line, changes, cut]) => {
    const bytes = Buffer.from(line, 'latin1')
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
    return bytes.subarray(0, cut === null ? bytes.length : 60 + cut)
  })

const damagedLog = fc
  .array(damagedLine, { maxLength: 30 })
  .map((parts) => Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')])))

function finish({ run }: PrintedReport, log: Uint8Array): number {
  const reader = new LogReader({ sink: run.sink })
  run.startFile?.('log')
  reader.push(log)
  reader.end()
  run.endFile?.()
  return run.end(reader.counters)
}

test('no log makes a report fail', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      damagedLog,
      fc.boolean(),
      fc.constantFrom('text', ...ROW_FORMATS),
      (log, interpret, format) => {
        for (const { name, hasSummary } of reports) {
          for (const summary of hasSummary ? [false, true] : [false]) {
            const sink = new ByteSink()
            const printed =
              format === 'text'
                ? printReport(name, summary, { interpret }, sink)
                : writeReportRows(name, summary, { interpret, format }, sink)
            expect([0, 1]).toContain(finish(printed, log))
            if (format === 'json') expect(() => JSON.parse(sink.text())).not.toThrow()
          }
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('names that JavaScript objects have are keys like any other', () => {
  const record = (comm: string, serial: number) =>
    `type=SYSCALL msg=audit(1700000000.000:${serial}): syscall=2 a0=0 a1=0 pid=1 auid=0 comm="${comm}" exe="/b" key=(null)\n`
  const log = ['__proto__', 'constructor', '__proto__'].map(record).join('')
  const sink = new ByteSink()
  finish(printReport('comm', true, {}, sink), Buffer.from(log))
  expect(sink.text()).toBe('2  __proto__\n1  constructor\n')
})

test.each(['pid', 'executable', 'summary'] as const)('%s: work grows with the processes', async (name) => {
  const record = (pid: number) =>
    `type=SYSCALL msg=audit(1700000000.000:${pid}): syscall=2 a0=0 a1=0 pid=${pid} auid=0 comm="c" exe="/b${pid}" key=(null)\n`
  const logOf = (processes: number) =>
    Buffer.from(Array.from({ length: processes }, (_, pid) => record(pid)).join(''))
  let printed = ''
  const run = (log: Uint8Array): void => {
    const sink = new ByteSink()
    finish(printReport(name, name !== 'summary', {}, sink), log)
    printed = sink.text()
  }
  expect(await growthOfWork(logOf, run, 5000)).toBeLessThan(MOST_GROWTH)
  expect(printed.split('\n').length).toBeGreaterThan(name === 'summary' ? 20 : 20_000)
})
