// The same three programs' records as they travel: `fixtures/inputs/trials`, right answers in `fixtures/README.md`.
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { automaticForms, inputForms } from './input-forms.ts'
import { fixture, fixtureLines } from './testing/fixture.ts'
import { readWith, unreadOf } from './testing/read-with.ts'

const enriched = fixtureLines('inputs/trials/00-baseline-enriched.log')
const raw = enriched.map((line) => line.split('\x1d')[0] as string)

function bytesOf(name: string): Uint8Array {
  const bytes = fixture(`inputs/trials/${name}`)
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

describe.each([1 << 20, 4096, 97])('in chunks of %d bytes', (size) => {
  test.each<[name: string, records: readonly string[]]>([
    ['00-baseline-enriched.log', enriched],
    ['08-console-ansi-crlf.txt', raw],
    ['09-dmesg-color.txt', raw],
    ['14-journal-copies-AUDIT1334.txt', []],
    ['23-audisp-syslog-3x.txt', enriched],
    ['25-rsyslog-imfile-035.txt', enriched],
    ['26-filebeat.ndjson', enriched],
    ['33-docker-json.log', enriched],
    ['34-cri.log', enriched],
    ['41-bom-crlf.log', enriched],
    ['43-crlf.log', enriched],
    ['45-grep-rn.txt', []],
    ['46-markdown-indent.md', raw],
    ['57-journal-missed.txt', [raw[0] as string, raw[4] as string]],
    ['59-wrapped-line-begins-type.txt', raw],
    ['68-quotes-escaped-graylog.txt', raw],
    ['70-mixed-audit-then-dmesg.log', [...enriched.slice(0, 3), ...raw.slice(3)]],
    ['75-kern.log.1.gz', raw],
    ['78-osquery-syslog.ndjson', raw],
  ])('%s', (name, records) => {
    expect(readWith(automaticForms, bytesOf(name), size).records).toEqual(records)
  })
})

test('14: the copies are counted', () => {
  const { sources } = readWith(automaticForms, bytesOf('14-journal-copies-AUDIT1334.txt'))
  expect(unreadOf(sources, 'not-rebuildable')).toBe(7)
})

test('45: read when it is asked for, and counted otherwise', () => {
  const bytes = bytesOf('45-grep-rn.txt')
  expect(readWith(inputForms, bytes).records).toEqual(raw)
  expect(unreadOf(readWith(automaticForms, bytes).sources, 'prefixed')).toBe(7)
})

test('57: what is missing is counted', () => {
  const { missing } = readWith(automaticForms, bytesOf('57-journal-missed.txt'))
  expect(missing).toEqual([
    [35, '1760000001.100:501'],
    [1160, '1760000001.100:501'],
  ])
})

test('59: the half line is counted, and the record that two forms tell is there once', () => {
  const { sources } = readWith(automaticForms, bytesOf('59-wrapped-line-begins-type.txt'))
  expect(unreadOf(sources, 'malformed')).toBe(1)
  expect(sources.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(1)
})
