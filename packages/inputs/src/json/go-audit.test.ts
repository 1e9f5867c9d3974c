// JSON of go-audit, from the sample and by an independent writer.
import { describe, expect, test } from 'vitest'
import { inputForms } from '../input-forms.ts'
import { auditLine } from '../testing/audit-line.ts'
import { fixture, fixtureLogs, linesOf, recordsOf } from '../testing/fixtures.ts'
import { goAuditEvents } from '../testing/go-audit-writer.ts'
import { type ReadWith, readWith } from '../testing/read-with.ts'

const read = (text: string, size?: number): ReadWith =>
  readWith(inputForms, new TextEncoder().encode(text), size)

function unreadOf(read: ReadWith): Record<string, number> {
  return Object.fromEntries(read.sources.flatMap(({ unread }) => [...unread]))
}

test.each([1 << 16, 61, 1])('the sample, in chunks of %d bytes', (size) => {
  const { records, sources } = read(fixture('inputs/go-audit/go-audit.json'), size)
  expect(records).toEqual(linesOf(fixture('inputs/go-audit/go-audit.expected.log')))
  expect([...(sources[0]?.losses ?? [])]).toEqual(['no-enrichment', 'no-login-records', 'no-daemon-records'])
})

describe('a log, written as go-audit does, comes back', () => {
  test.each(fixtureLogs())('%s', (_, log) => {
    const events = new Map<string, string[]>()
    for (const line of recordsOf(log)) {
      const { node, type, id, body } = auditLine(line)
      const event = events.get(`${node} ${id}`) ?? []
      event.push(`type=${type} msg=audit(${id}): ${body.replace(/ $/, '')}`)
      events.set(`${node} ${id}`, event)
    }
    expect(read(goAuditEvents(recordsOf(log).join('\n')).join('\n')).records).toEqual(
      [...events.values()].flat(),
    )
  })
})

const event = (messages: string) =>
  `{"sequence":7,"timestamp":"1.002","messages":[${messages}],"uid_map":{}}\n`

test.each<[what: string, json: string, records: readonly string[], unread: Record<string, number>]>([
  ['a record', event('{"type":1334,"data":"prog-id=7"}'), ['type=BPF msg=audit(1.002:7): prog-id=7'], {}],
  [
    'an unnamed type',
    event('{"type":4711,"data":"x=1"}'),
    ['type=UNKNOWN[4711] msg=audit(1.002:7): x=1'],
    {},
  ],
  ['leading blanks', event('{"type":1307,"data":"  cwd=1 "}'), ['type=CWD msg=audit(1.002:7):   cwd=1'], {}],
  [
    'a NUL at the end',
    event('{"type":1307,"data":"cwd=1\\u0000"}'),
    ['type=CWD msg=audit(1.002:7): cwd=1'],
    {},
  ],
  [
    'a newline',
    event('{"type":1107,"data":"a=1\\n b=2"}'),
    ['type=USER_AVC msg=audit(1.002:7): a=1  b=2'],
    {},
  ],
  ['an end of event', event('{"type":1320,"data":""}'), [], {}],
  ['no data', event('{"type":1307}'), [], { malformed: 1 }],
  ['a type that is no number', event('{"type":"CWD","data":""}'), [], { malformed: 1 }],
  [
    'a message that is none',
    event('1,{"type":1307,"data":"a"}'),
    ['type=CWD msg=audit(1.002:7): a'],
    { malformed: 1 },
  ],
  [
    'another document',
    '{"sequence":7,"timestamp":"2023-11-14T22:13:20Z","messages":[]}\n',
    [],
    { 'without-text': 1 },
  ],
  [
    'a sequence that is none',
    '{"sequence":-7,"timestamp":"1.002","messages":[]}\n',
    [],
    { 'without-text': 1 },
  ],
  [
    'a message of Graylog',
    `${JSON.stringify({ version: '1.1', host: 'a', short_message: event('{"type":1334,"data":"prog-id=7"}').trim() })}\n`,
    ['type=BPF msg=audit(1.002:7): prog-id=7'],
    {},
  ],
])('%s', (_, json, records, unread) => {
  const result = read(json)
  expect(result.records).toEqual(records)
  expect(unreadOf(result)).toEqual(unread)
})

test('bytes that were replaced are told', () => {
  const { sources } = read(event('{"type":1112,"data":"acct=\ufffd"}'))
  expect(sources[0]?.losses.has('bytes-replaced')).toBe(true)
})
