// JSON of journalctl, from samples, a capture beside auditd's own log, and written by an independent writer.
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inputForms } from '../input-forms.ts'
import { fixture, fixtureBytes, fixtureLogs, linesOf, recordsOf, sharedCapture } from '../testing/fixtures.ts'
import { type JournalFields, journalFields, journalJson, journalLine } from '../testing/journal-writer.ts'
import { type ReadWith, readWith } from '../testing/read-with.ts'

const BOOT = '0123456789abcdef0123456789abcdef'
const LOAD = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'
const sizes = [1 << 16, 61, 1]

const read = (input: string | Uint8Array, size?: number): ReadWith => readWith(inputForms, input, size)
const source = ({ sources }: ReadWith, name: string) => sources.find(({ form }) => form.name === name)

function unreadOf(read: ReadWith): Record<string, number> {
  return Object.fromEntries(read.sources.flatMap(({ unread }) => [...unread]))
}

/** The fields of an entry, some of them changed or, with undefined, left out. */
function entry(changes: Readonly<Record<string, string | undefined>> = {}): JournalFields {
  const fields = new Map(journalFields(LOAD, BOOT))
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) fields.delete(name)
    else fields.set(name, value)
  }
  return [...fields]
}

describe.each(sizes)('in chunks of %d bytes', (size) => {
  test('the sample', () => {
    const result = read(fixture('inputs/journal/journald.json'), size)
    expect(result.records).toEqual(linesOf(fixture('inputs/journal/journald.expected.log')))
    expect(unreadOf(result)).toEqual({ 'without-original': 1, other: 1 })
    expect([...(source(result, 'journald-json')?.losses ?? [])]).toEqual([
      'no-enrichment',
      'no-login-records',
      'no-daemon-records',
      'values-left-out',
      'unauthenticated',
    ])
    expect(result.boots).toEqual(Array(8).fill('00000000000000000000000000000001'))
  })

  test("the kernel's entries", () => {
    const result = read(fixture('inputs/journal/18-journal-k.json'), size)
    expect(result.records.filter((line) => line.startsWith('type=BPF'))).toEqual([
      'type=BPF msg=audit(1760000001.100:501): prog-id=41 op=LOAD',
      'type=BPF msg=audit(1760000001.900:502): prog-id=41 op=UNLOAD',
      'type=BPF msg=audit(1760000005.250:503): prog-id=42 op=LOAD',
    ])
    expect(result.records).toHaveLength(7)
    expect(new Set(result.boots)).toEqual(new Set(['01']))
  })
})

test("a capture gives the lines of auditd's log, all of those that journald stores", () => {
  const { records, boots } = read(gunzipSync(fixtureBytes('captures/systemd/journal-audit.json.gz')))
  const log = recordsOf(fixture('captures/systemd/audit.log')).map((line) => line.replace(/\x1d.*/, ''))
  expect(records).toHaveLength(2194)
  const counts = countsOf(log)
  for (const record of records) {
    expect(counts.get(record), record).toBeGreaterThan(0)
    counts.set(record, (counts.get(record) ?? 0) - 1)
  }
  expect(new Set(boots).size).toBe(1)
  // What the log has beyond that, between the first and the last of these.
  const kept = new Set(records)
  const first = log.findIndex((line) => kept.has(line))
  const last = log.findLastIndex((line) => kept.has(line))
  const missing = log.slice(first, last).filter((line) => !kept.has(line))
  expect(new Set(missing.map((line) => /type=(\w+)/.exec(line)?.[1]))).toEqual(new Set(['LOGIN']))
})

const journal = sharedCapture('journal/journal-audit.json')
test.skipIf(journal === undefined)('a capture tells the same as JSON and as export', () => {
  const json = read(journal ?? '')
  const exported = read(sharedCapture('journal/journal-audit.export') ?? '')
  expect(json.records).toHaveLength(2169)
  expect(exported.records).toEqual(json.records)
  expect(exported.boots).toEqual(json.boots)
})

describe('a log, written as journald does, comes back', () => {
  test.each(fixtureLogs())('%s', (_, log) => {
    const lines = recordsOf(log).filter((line) => journalFields(line, BOOT) !== undefined)
    const json = lines.map((line) => `${journalJson(journalFields(line, BOOT) ?? [])}\n`).join('')
    const { records, sources } = read(json, 1 << 16)
    expect(records).toEqual(lines.map(journalLine))
    expect(sources.map(({ form }) => form.name)).toEqual(lines.length === 0 ? [] : ['journald-json'])
  })

  // Any byte but the newline, which ends a line, and the blank at the end, which auditd cuts.
  const body = fc
    .array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 })
    .map((bytes) => String.fromCharCode(...bytes.filter((byte) => byte !== 0x0a && byte !== 0x1d)).trim())
    .map((text) => `a=${text}.`)
  const line = fc
    .tuple(
      fc.constantFrom('BPF', 'SYSCALL', 'USER_LOGIN', 'UNKNOWN[4711]', 'LANDLOCK_ACCESS'),
      fc.nat(),
      body,
    )
    .map(([type, serial, text]) => `type=${type} msg=audit(1700000000.007:${serial}): ${text}`)

  test('any bytes, in any way of writing the objects, cut anywhere', () => {
    const ways: readonly ((objects: string[]) => string)[] = [
      (objects) => objects.map((object) => `${object}\n`).join(''),
      (objects) => objects.map((object) => `\x1e${object}\n`).join(''),
      (objects) => objects.map((object) => `data: ${object}\n\n`).join(''),
      (objects) => objects.map((object) => `${pretty(object)}\n`).join(''),
    ]
    const way = fc.constantFrom(...ways)
    const size = fc.integer({ min: 1, max: 500 })
    fc.assert(
      fc.property(fc.array(line), way, size, (lines, write, chunk) => {
        const objects = lines.map((text) => journalJson(journalFields(text, BOOT) ?? []))
        expect(read(write(objects), chunk).records).toEqual(lines.map(journalLine))
      }),
    )
  })
})

describe('an entry', () => {
  test.each<
    [what: string, fields: JournalFields, records: readonly string[], unread: Record<string, number>]
  >([
    ['as it is', entry(), [LOAD], {}],
    ['without its transport, of fields that were chosen', entry({ _TRANSPORT: undefined }), [LOAD], {}],
    ['without the name of the type', entry({ _AUDIT_TYPE_NAME: undefined }), [LOAD], {}],
    [
      'of an old journal',
      entry({ _AUDIT_TYPE_NAME: undefined, MESSAGE: '<audit-1334> prog-id=7 op=LOAD' }),
      [LOAD],
      {},
    ],
    [
      'of an older one',
      entry({
        _AUDIT_TYPE: undefined,
        _AUDIT_TYPE_NAME: undefined,
        MESSAGE: '<audit-1334> prog-id=7 op=LOAD',
      }),
      [LOAD],
      {},
    ],
    ['with a newline, and a blank at the end', entry({ MESSAGE: 'BPF prog-id=7\nop=LOAD ' }), [LOAD], {}],
    ['of an end of event', entry({ _AUDIT_TYPE: '1320', _AUDIT_TYPE_NAME: 'EOE', MESSAGE: 'EOE ' }), [], {}],
    ['with a message of another type', entry({ MESSAGE: 'SYSCALL arch=c000003e' }), [], { malformed: 1 }],
    ['without an id', entry({ _AUDIT_ID: undefined }), [], { 'not-rebuildable': 1 }],
    ['without its time', entry({ _SOURCE_REALTIME_TIMESTAMP: undefined }), [], { 'not-rebuildable': 1 }],
    ['without a message', entry({ MESSAGE: undefined }), [], { malformed: 1 }],
    ['with a number that is none', entry({ _AUDIT_ID: '4x' }), [], { malformed: 1 }],
    ['with a time that is none', entry({ _SOURCE_REALTIME_TIMESTAMP: '1700' }), [], { malformed: 1 }],
    ['with two messages', [...entry(), ['MESSAGE', 'BPF prog-id=8 op=LOAD']], [], { malformed: 1 }],
    ['of sshd, with a record for a text', program('sshd', LOAD), [], { 'refused-tag': 1 }],
    ['of sshd', program('sshd', 'Accepted publickey'), [], { other: 1 }],
    ['of sshd, with one in it', program('sshd', `Invalid user ${LOAD}`), [], { other: 1 }],
    ['of the syslog plugin', program('audisp-syslog', LOAD), [LOAD], {}],
    [
      'of the plugin, in the form of the kernel',
      program('audisp-syslog', KERNEL(1)),
      [],
      { 'not-kernel': 1 },
    ],
    ['of a program that says it is the kernel', program('kernel', KERNEL(1)), [], { 'not-kernel': 1 }],
    ['of the kernel', kernel(KERNEL(7)), [LOAD], {}],
    ['of the kernel, with a text like that of a log', kernel(LOAD), [], { other: 1 }],
    ['of the kernel, about a device', kernel(`usb 1-1: Product: ${KERNEL(7)}`), [], { other: 1 }],
    [
      'of go-audit',
      program(
        'go-audit',
        '{"sequence":42,"timestamp":"1700000000.123","messages":[{"type":1334,"data":"prog-id=7 op=LOAD"}]}',
      ),
      [LOAD],
      {},
    ],
  ])('%s', (_, fields, records, unread) => {
    const result = read(`${journalJson(fields)}\n`)
    expect(result.records).toEqual(records)
    expect(unreadOf(result)).toEqual(unread)
  })

  test('journald says what it has missed', () => {
    const missed = [
      ['_TRANSPORT', 'driver'],
      ['SYSLOG_IDENTIFIER', 'systemd-journald'],
      ['MESSAGE', 'Missed 35 kernel messages'],
    ] as const
    const { missing } = read(`${journalJson(entry())}\n${journalJson(missed)}\n`)
    expect(missing).toEqual([[35, '1700000000.123:42']])
  })

  test('a record that the kernel has printed, too, is read once', () => {
    const both = `${journalJson(kernel(KERNEL(7)))}\n${journalJson(entry())}\n`
    const result = read(both)
    expect(result.records).toEqual([LOAD])
    expect(source(result, 'journald-json')?.duplicates).toBe(1)
  })

  test('a boot is that of its entry alone', () => {
    const next = LOAD.replace(':42', ':43')
    const { boots } = read(
      `${journalJson(entry())}\n${journalJson(entry({ _BOOT_ID: undefined, _AUDIT_ID: '43' }))}\n${next.replace(':43', ':44')}\n`,
    )
    expect(boots).toEqual([BOOT, undefined, undefined])
  })

  test('a long message that journalctl has left out', () => {
    const long = entry({ MESSAGE: `BPF a=${'x'.repeat(5000)}` })
    const result = read(`${journalJson(long, false)}\n${journalJson(long)}\n`)
    expect(result.records).toHaveLength(1)
    expect(unreadOf(result)).toEqual({ 'without-original': 1 })
    expect(source(result, 'journald-json')?.losses.has('values-left-out')).toBe(true)
  })

  test.each(['[256]', '[-1]', '[1.5]', '[66,80,"F"]', '[]', '[66 80]', '{}', '7', 'true'])(
    'a message %s',
    (value) => {
      const result = read(`${journalJson(entry()).replace(/"MESSAGE":"[^"]*"/, `"MESSAGE":${value}`)}\n`)
      expect(result.records).toEqual([])
      expect(unreadOf(result)).toEqual({ malformed: 1 })
    },
  )
})

describe('what others make of it', () => {
  const members = Object.entries(JSON.parse(journalJson(entry())) as Record<string, string>)
  const rename = (change: (name: string) => string) =>
    `${JSON.stringify(Object.fromEntries(members.map(([name, value]) => [change(name), value])))}\n`

  test.each<[what: string, json: string, losses: readonly string[]]>([
    ['Vector', rename((name) => (name === 'MESSAGE' ? 'message' : name)), []],
    ['Fluent Bit, lower case', rename((name) => name.toLowerCase()), []],
    ['Fluent Bit, stripped', rename((name) => name.replace(/^_/, '')), ['unauthenticated']],
    ['Fluent Bit, both', rename((name) => name.replace(/^_/, '').toLowerCase()), ['unauthenticated']],
  ])('%s', (_, json, losses) => {
    const result = read(json)
    expect(result.records).toEqual([LOAD])
    expect([...(source(result, 'journald-json')?.losses ?? [])].slice(3)).toEqual(losses)
    expect(result.boots).toEqual([BOOT])
  })

  test('bytes that were replaced are told', () => {
    const json = rename((name) => (name === 'MESSAGE' ? 'message' : name)).replace('op=LOAD', 'op=\ufffd')
    const result = read(new TextEncoder().encode(json))
    expect(source(result, 'journald-json')?.losses.has('bytes-replaced')).toBe(true)
  })

  test('a transport of another kind is none of the journal', () => {
    const result = read('{"transport":"tcp","message":"prog-id=7 op=LOAD","audit_id":"42"}\n')
    expect(result.records).toEqual([])
    expect(unreadOf(result)).toEqual({ 'without-text': 1 })
  })
})

function KERNEL(program: number): string {
  return `audit: type=1334 audit(1700000000.123:42): prog-id=${program} op=LOAD`
}

function program(identifier: string, message: string): JournalFields {
  return [
    ['_TRANSPORT', 'syslog'],
    ['SYSLOG_IDENTIFIER', identifier],
    ['MESSAGE', message],
  ]
}

function kernel(message: string): JournalFields {
  return [
    ['_TRANSPORT', 'kernel'],
    ['MESSAGE', message],
  ]
}

function countsOf(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

/** The object over several lines; its text is latin1 of UTF-8. */
function pretty(object: string): string {
  const value: unknown = JSON.parse(Buffer.from(object, 'latin1').toString('utf8'))
  return Buffer.from(JSON.stringify(value, undefined, '\t')).toString('latin1')
}
