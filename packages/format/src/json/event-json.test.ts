/** The native schema beside the worked samples of its paper, and on hostile lines. */
import { existsSync, readFileSync } from 'node:fs'
import { accountsFromText } from '@ts-audit/auparse'
import { readEvents } from '@ts-audit/log'
import { describe, expect, test } from 'vitest'
import type { EventJson, EventJsonSettings, FieldJson } from '../index.ts'
import { createEventJson, createEventJsonText } from '../index.ts'

const SAMPLES = new URL('../../../../../shared/formats/samples/out/', import.meta.url)
const hasSamples = existsSync(SAMPLES)

async function eventsOf(log: string | Uint8Array, settings?: EventJsonSettings): Promise<EventJson[]> {
  const toJson = createEventJson(settings)
  const bytes = typeof log === 'string' ? Buffer.from(log, 'latin1') : log
  const events: EventJson[] = []
  for await (const event of readEvents([bytes])) events.push(toJson(event))
  return events
}

async function fieldsOf(body: string, type = 'SYSCALL'): Promise<readonly FieldJson[]> {
  const [event] = await eventsOf(`type=${type} msg=audit(1700000000.123:42): ${body}\n`)
  return event?.records[0]?.fields ?? []
}

const pairs = (fields: readonly FieldJson[]) => fields.map(({ name, raw, text }) => [name, raw, text])

describe.skipIf(!hasSamples)('the samples of the paper [needs ../shared]', () => {
  test('are what their log gives', async () => {
    const accounts = accountsFromText('root:x:0:0::/:\nalice:x:1000:1000::/:\n', 'root:x:0:\n')
    const events = await eventsOf(readFileSync(new URL('input.log', SAMPLES)), { accounts })
    const lines = readFileSync(new URL('native.ndjson', SAMPLES), 'utf8').trimEnd().split('\n')
    const expected = lines.map((line) => JSON.parse(line) as EventJson)
    expect(events).toHaveLength(expected.length)
    for (const [number, { source: _, ...event }] of expected.entries()) {
      // The samples leave out the texts of some values: only those they have are compared. They are older than `path`.
      const found = events[number]!
      const records = found.records.map(({ path: _path, ...record }, at) => ({
        ...record,
        fields: record.fields.map((field, index) => {
          const sample = event.records[at]?.fields[index]
          const { text, textBase64, ...rest } = field
          return {
            ...rest,
            ...(sample?.text !== undefined && { text }),
            ...(sample?.textBase64 !== undefined && { textBase64 }),
          }
        }),
      }))
      expect({ ...found, records }).toEqual(event)
      expect(Object.keys(found)).toEqual(Object.keys(event))
    }
  })
})

describe('values are split for programs', () => {
  test.each<[what: string, type: string, body: string, fields: unknown]>([
    [
      'blanks in quotes',
      'AVC',
      'apparmor="STATUS" info="AppArmor sha1 policy hashing enabled" pid=1',
      [
        ['apparmor', '"STATUS"', 'STATUS'],
        ['info', '"AppArmor sha1 policy hashing enabled"', 'AppArmor sha1 policy hashing enabled'],
        ['pid', '1', undefined],
      ],
    ],
    [
      'brackets and commas of old messages',
      'USER_AUTH',
      `user pid=1 msg='PAM: authentication acct=root : exe="/a b" (hostname=?, addr=::, terminal=cron res=success)'`,
      [
        ['pid', '1', undefined],
        ['acct', 'root', undefined],
        ['exe', '"/a b"', '/a b'],
        ['hostname', '?', undefined],
        ['addr', '::', undefined],
        ['terminal', 'cron', undefined],
        ['res', 'success', undefined],
      ],
    ],
    [
      'an apostrophe in a message',
      'USER_LOGIN',
      `msg='op=login acct="o'brien" res=failed'`,
      [
        ['op', 'login', undefined],
        ['acct', '"o\'brien"', "o'brien"],
        ['res', 'failed', undefined],
      ],
    ],
    [
      'duplicates, empty values, words',
      'LOGIN',
      'login pid=8 old auid=4294967295 new auid=0 x= =y ses=',
      [
        ['pid', '8', undefined],
        ['auid', '4294967295', 'unset'],
        ['auid', '0', 'root'],
        ['x', '', undefined],
        ['ses', '', undefined],
      ],
    ],
    [
      'enrichment with blanks',
      'SYSCALL',
      'auid=1000 uid=7\x1dAUID="John Doe" UID="unknown(7)"',
      [
        ['auid', '1000', 'John Doe'],
        ['uid', '7', 'unknown(7)'],
      ],
    ],
    [
      'enrichment of names that occur twice, matched by position',
      'ANOM_LOGIN_FAILURES',
      `uid=0 auid=1000 msg='uid=7 x=1 uid=8 x=2 auid=1000'\x1dUID="root" AUID="a" UID="b" UID=unknown-7 X="c" X="d"`,
      [
        ['uid', '0', 'root'],
        ['auid', '1000', 'a'],
        ['uid', '7', 'b'],
        ['x', '1', 'c'],
        ['uid', '8', 'unknown(8)'],
        ['x', '2', 'd'],
        ['auid', '1000', 'unknown(1000)'],
      ],
    ],
    [
      'a call of a machine without a table, which is not one of this machine',
      'SYSCALL',
      'arch=c0000102 syscall=59 a0=5 exit=0',
      [
        ['arch', 'c0000102', 'unknown-elf-type(c0000102)'],
        ['syscall', '59', undefined],
        ['a0', '5', '0x5'],
        ['exit', '0', undefined],
      ],
    ],
    [
      'the same, named by auditd',
      'SYSCALL',
      'arch=c0000102 syscall=59\x1dARCH=loongarch64 SYSCALL=pipe2',
      [
        ['arch', 'c0000102', 'loongarch64'],
        ['syscall', '59', 'pipe2'],
      ],
    ],
    ['without an arch, as with -i', 'SYSCALL', 'syscall=59', [['syscall', '59', 'execve']]],
    ['several keys', 'SYSCALL', 'key=610162', [['key', '610162', 'a\x01b']]],
    [
      'a quote that is not closed',
      'SYSCALL',
      'comm="a b=c',
      [
        ['comm', '"a', ' '],
        ['b', 'c', undefined],
      ],
    ],
  ])('%s', async (_what, type, body, fields) => {
    expect(pairs(await fieldsOf(body, type))).toEqual(fields)
  })

  test('each time alike, in whatever order', async () => {
    const line = (serial: number, body: string) => `type=SYSCALL msg=audit(1.000:${serial}): ${body}\n`
    const bodies = [
      'uid=0 gid=7',
      'uid=0 gid=7\x1dUID="a" GID="b"',
      'uid=0\x1dUID="c"',
      'gid=7 uid=0',
      `msg='uid=0'`,
      'uid=0 uid=0\x1dUID="a"',
      'uid=0 uid=0\x1dUID="a" UID="b"',
    ]
    const log = [...bodies, ...bodies, ...bodies].map((body, serial) => line(serial, body)).join('')
    const alone = await Promise.all(bodies.map((body) => fieldsOf(body)))
    const events = await eventsOf(log)
    expect(events.map(({ records }) => records[0]?.fields)).toEqual([...alone, ...alone, ...alone])
  })
})

describe('hostile lines', () => {
  test('bytes that are no UTF-8 are base64, texts that are UTF-8 are texts', async () => {
    const utf8 = Buffer.from('type=PATH msg=audit(1.000:1): name=62C3A472 x=bär\n')
    const [event] = await eventsOf(utf8)
    expect(event?.records[0]?.raw).toBe(utf8.toString().trimEnd())
    expect(event?.records[0]?.fields).toEqual([
      { name: 'name', raw: '62C3A472', text: 'bär' },
      { name: 'x', raw: 'bär' },
    ])
    const other = Buffer.from('type=PATH msg=audit(1.000:1): name=2FFF x=b\xe4r\n', 'latin1')
    const [second] = await eventsOf(other)
    expect(second?.records[0]?.raw).toBeUndefined()
    expect(Buffer.from(second?.records[0]?.rawBase64 ?? '', 'base64')).toEqual(other.subarray(0, -1))
    expect(second?.records[0]?.fields).toEqual([
      { name: 'name', raw: '2FFF', textBase64: 'L/8=' },
      { name: 'x', rawBase64: Buffer.from('b\xe4r', 'latin1').toString('base64') },
    ])
  })

  test('a surrogate, U+2028, a byte order mark and controls cannot break a line or steer a terminal', async () => {
    const toText = createEventJsonText()
    const name = Buffer.from('\u2028\u202e\ufeff\u009b31m\x1b[2J\x7f"\\').toString('hex')
    const log = `type=PATH msg=audit(1.000:1): name=${name} x=\x1b\x08\x7f__proto__=1 a=\xed\xa0\x80\n`
    for await (const event of readEvents([Buffer.from(log, 'latin1')])) {
      const text = toText(event)
      expect(text).toMatch(/^[\x20-\x7e]*$/)
      const { records } = JSON.parse(text) as EventJson
      expect(records[0]?.fields[0]?.text).toBe('\u2028\u202e\ufeff\u009b31m\x1b[2J\x7f"\\')
      expect(records[0]?.fields[2]).toEqual({ name: 'a', rawBase64: '7aCA' })
    }
  })

  test('names are values, never keys, and any number of them is kept', async () => {
    const body = `__proto__=1 constructor=2 ${'a=1 '.repeat(2000)}`
    const fields = await fieldsOf(body)
    expect(fields).toHaveLength(2002)
    expect(fields.slice(0, 3).map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'a'])
    expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  })

  test('arguments in pieces are joined', async () => {
    const log =
      'type=EXECVE msg=audit(1.000:1): argc=3 a0="sh" a1_len=6 a1[0]=62C3 a1[1]=A472\n' +
      'type=EXECVE msg=audit(1.000:1): a2="x y"\n'
    const [event] = await eventsOf(log, { argv: true })
    expect(event?.argv).toEqual(['sh', 'bär', 'x y'])
    const [bytes] = await eventsOf('type=EXECVE msg=audit(1.000:1): argc=1 a0=FF\n', { argv: true })
    expect(bytes?.argvBase64).toEqual(['/w=='])
  })
})

test('raw can be left out, words put in', async () => {
  const log = 'type=BPF msg=audit(1574867053.120:84664): prog-id=76 op=LOAD\n'
  const [event] = await eventsOf(log, { raw: false, normalise: true })
  expect(event?.records).toEqual([
    {
      type: 'BPF',
      code: 1334,
      fields: [
        { name: 'prog-id', raw: '76' },
        { name: 'op', raw: 'LOAD' },
      ],
    },
  ])
  expect(event?.loss).toEqual(['raw-left-out'])
  // As in the row of csv output: bpf-program,,,,system,loaded-bpf-program,,76,,process,,
  expect(event?.normalised).toEqual({
    kind: 'bpf-program',
    subject: { kind: 'system' },
    action: 'loaded-bpf-program',
    object: { primary: '76', kind: 'process' },
  })
})
