import { C_LOCALE, UTC } from '@ts-audit/auparse/time'
import { describe, expect, test } from 'vitest'
import { answerText, longName } from '../options/command-table.ts'
import { bpfOptions } from './bpf-options.ts'
import { parseAureport } from './command-line.ts'
import { aureportTable, usage } from './table.ts'

// 2026-11-22 09:09:12 UTC, a Sunday; booted 07:49:42 (spec 05 §2.4).
const now = Date.UTC(2026, 10, 22, 9, 9, 12) / 1000
const context = {
  time: { now, zone: UTC, locale: C_LOCALE, uptime: () => now - Date.UTC(2026, 10, 22, 7, 49, 42) / 1000 },
}
const parse = (...tokens: string[]) => parseAureport(tokens, context)

describe('times (spec 05 §2.4)', () => {
  test.each([
    ['now', '2026-11-22 09:09:12', '2026-11-22 09:09:12'],
    ['this-hour', '2026-11-22 09:09:12', '2026-11-22 09:09:12'],
    ['recent', '2026-11-22 08:59:12', '2026-11-22 08:59:12'],
    ['boot', '2026-11-22 07:49:42', '2026-11-22 07:49:42'],
    ['today', '2026-11-22 00:00:00', '2026-11-22 09:09:12'],
    ['yesterday', '2026-11-21 00:00:00', '2026-11-21 00:00:00'],
    ['this-week', '2026-11-22 00:00:00', '2026-11-22 00:00:00'],
    ['week-ago', '2026-11-15 00:00:00', '2026-11-15 00:00:00'],
    ['this-month', '2026-11-01 00:00:00', '2026-11-01 00:00:00'],
    ['this-year', '2026-01-01 00:00:00', '2026-01-01 00:00:00'],
    ['yesterday 10:11', '2026-11-21 10:11:00', '2026-11-21 10:11:00'],
    ['10:11 yesterday', '2026-11-21 10:11:00', '2026-11-21 10:11:00'],
    ['now 00:00:00', '2026-11-22 09:09:12', '2026-11-22 09:09:12'],
    ['01/02/20', '2020-01-02 00:00:00', '2020-01-02 09:09:12'],
    ['10:11', '2026-11-22 10:11:00', '2026-11-22 10:11:00'],
  ])('%s', (words, start, end) => {
    const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`) / 1000
    expect(parse('-ts', ...words.split(' '))).toMatchObject({ options: { start: at(start) } })
    expect(parse('-te', ...words.split(' '))).toMatchObject({ options: { end: at(end) } })
  })
})

describe('mistakes (spec 05 §2.3)', () => {
  test.each([
    [['-ts', 'checkpoint'], 'Invalid start date (checkpoint). Month, Day, and Year are required.\n'],
    [['-l', '-f', 'x'], 'Error - only one report can be specified'],
    [['--bogus', '--help'], '--bogus is an unsupported option\n'],
    [[''], ' is an unsupported option\n'],
    [['-i', 'x'], 'Argument is NOT required for -i\n'],
    [
      ['--eoe-timeout', '9223372036854775807'],
      'Illegal value for End of Event Timeout, was 9223372036854775807\n',
    ],
    [['-if', 'x'.repeat(4064)], `File name is too long ${'x'.repeat(4064)}\n`],
    [['--format', 'xml'], 'Unknown format (xml): use json, ndjson, csv, html\n'],
  ])('%j', (tokens, stderr) => {
    expect(parse(...tokens)).toMatchObject({ kind: 'exit', stdout: usage, stderr, status: 1 })
  })

  // The title is half printed where there is one (spec 05 §2.4).
  test.each([
    [['-t', '--summary', '--failed'], '\nFailed '],
    [['-t', '--summary', '--failed', '--format', 'json'], ''],
  ])('%j has no summary', (tokens, stdout) => {
    expect(parse(...tokens)).toEqual({ kind: 'exit', stdout, stderr: 'Unimplemented option\n', status: 1 })
  })

  test('an argument of a report ends the command without the usage text', () => {
    expect(parse('-f', '')).toEqual({ kind: 'exit', stdout: '', stderr: 'Unimplemented option\n', status: 1 })
  })

  test('version and help answer at once', () => {
    expect(parse('-v', '--bogus')).toMatchObject({
      stdout: 'aureport version 4.2.2\n',
      stderr: '',
      status: 0,
    })
    expect(parse('-l', '--help')).toMatchObject({ stdout: usage, stderr: '', status: 0 })
  })
})

test('the last of contradicting options wins', () => {
  expect(
    parse('--success', '--failed', '--add', '--delete', '--escape', 'raw', '--escape', 'shell'),
  ).toMatchObject({
    options: { result: 'failure', changes: 'delete', escape: 'shell' },
  })
})

test('the usage text has every option of the reference', () => {
  const beyond = [
    ...['--add', '--delete', '--format', '--raw-csv', '--color', '--no-progress', '--input-format'],
    ...[
      '--no-notes',
      '--passwd',
      '--group',
      '--enriched-names',
      '--follow',
      '--syslog-tag',
      '--host-as-node',
      '--serve',
    ],
    ...bpfOptions.map(longName),
  ]
  const listed = aureportTable.options.filter((row) => usage.includes(`${longName(row)}`)).map(longName)
  expect(listed.sort()).toEqual(
    aureportTable.options
      .map(longName)
      .filter((name) => !beyond.includes(name))
      .sort(),
  )
})

test('the table also makes the man page and completions', async () => {
  for (const [tokens, text] of [
    [['man'], 'Authentication report'],
    [['completion', 'bash'], '--executable'],
  ] as const) {
    const answer = parse(...tokens)
    expect(answer).toMatchObject({ kind: 'exit', status: 0 })
    expect(answer.kind === 'exit' && (await answerText(answer))).toContain(text)
  }
})
