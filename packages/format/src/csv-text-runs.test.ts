/** Runs of the reference that the specification of csv and text shows (spec 02 §7, §8), and what they leave open. */
import { accountsFromText, createInterpretContext, type EscapeMode, isEscapeMode } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import { C_LOCALE, namedZone, UTC } from '@ts-audit/auparse/time'
import { LogReader } from '@ts-audit/log'
import { tableRows, unescapeC } from '@ts-audit/testing/fixtures'
import { describe, expect, it } from 'vitest'
import { createCsvFormat } from './csv.ts'
import { createTextFormat } from './text.ts'

/** The accounts the reference ran with. */
const accounts = accountsFromText(
  'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n',
  'root:x:0:\ndaemon:x:1:\n',
)

const runs = tableRows(new URL('../fixtures/csv-text-runs.tsv', import.meta.url)).map((row) =>
  row.map(unescapeC),
)

/** What the command line asks for. */
function run(options: string, log: string): { stdout: string; notes: string[] } {
  const words = options.split(' ')
  const has = (word: string) => words.includes(word)
  const zoneName = words.find((word) => word.startsWith('TZ='))?.slice(3)
  const escapeWord = words[words.indexOf('--escape') + 1] ?? ''
  const mode: EscapeMode = has('--escape') && isEscapeMode(escapeWord) ? escapeWord : 'tty'
  const notes: string[] = []
  const base = {
    context: createInterpretContext({ accounts, escape: mode }),
    zone: zoneName === undefined ? UTC : namedZone(zoneName),
    locale: C_LOCALE,
  }
  const extras = {
    extraTime: has('--extra-time'),
    extraLabels: has('--extra-labels'),
    extraObj2: has('--extra-obj2'),
    extraKeys: has('--extra-keys'),
    note: (line: string) => notes.push(line),
  }
  const sink = new ByteSink()
  const format = has('csv')
    ? createCsvFormat(sink, { ...base, ...extras })
    : createTextFormat(sink, { ...base, debug: has('--debug') })
  const reader = new LogReader({
    sink(event) {
      format.write(event)
      return true
    },
  })
  reader.push(Uint8Array.from(log, (char) => char.charCodeAt(0)))
  reader.end()
  return { stdout: sink.text(), notes }
}

describe('runs of the specification', () => {
  it('are all there', () => expect(runs.length).toBeGreaterThan(25))

  it.each(runs)('%s of %s', (options, log, stdout, stderr) => {
    const got = run(options ?? '', log ?? '')
    expect(got.stdout).toBe(stdout)
    // What --debug says on stderr about unknown types comes from the search, not from the format.
    if (!options?.includes('--debug')) expect(got.notes.map((line) => `${line}\n`).join('')).toBe(stderr)
  })
})

describe('the header', () => {
  it('is not printed without a row', () => expect(run('--format csv', '').stdout).toBe(''))

  it('is printed once', () => {
    const record = (serial: number) => `type=USER_AUTH msg=audit(1234567890.123:${serial}): pid=1 uid=0\n`
    const lines = run('--format csv', record(1) + record(2)).stdout.split('\n')
    expect(lines.filter((line) => line.startsWith('NODE,'))).toHaveLength(1)
    expect(lines).toHaveLength(4)
  })
})

/** Spec 04 §8: the figure after the colon is the offset's seconds, in C locale times. */
it.each([
  ['Africa/Monrovia', 0, '-00:30'],
  ['Asia/Kolkata', 1234574890, '+05:00'],
  ['UTC', 1234574890, '+00:00'],
])('prints the offset of %s at %i as %s', (zone, seconds, offset) => {
  const log = `type=USER_AUTH msg=audit(${seconds}.00000007:1): pid=1 uid=0\n`
  const row = run(`TZ=${zone} --format csv --extra-time`, log).stdout.split('\n')[1]
  expect(row?.split(',')[10]).toBe(offset)
})
