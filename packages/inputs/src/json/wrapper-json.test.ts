// JSON around lines of a log: documents of shippers, containers and clouds, and what is none.
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { automaticForms } from '../input-forms.ts'
import { fixture, fixtureLines, lines } from '../testing/fixture.ts'
import { lossesOf, readWith, unreadOf } from '../testing/read-with.ts'

const plain = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'
const kernel = 'audit: type=1334 audit(1700000000.123:42): prog-id=7 op=LOAD'
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

function read(...documents: readonly unknown[]) {
  const text = documents.map((document) => `${JSON.stringify(document)}\n`).join('')
  return readWith(automaticForms, new TextEncoder().encode(text))
}

describe('samples', () => {
  test.each([
    ['elastic', 'ndjson'],
    ['cloudwatch-filter-log-events', 'json'],
    ['otlp-filelog', 'json'],
  ])('%s', (name, extension) => {
    const { records } = readWith(automaticForms, fixture(`inputs/json/${name}.${extension}`))
    expect(records).toEqual(fixtureLines(`inputs/json/${name}.expected.log`))
  })

  test('wrappers, without the line of journald', () => {
    // Its form has a test of its own.
    const text = lines(Buffer.from(fixture('inputs/json/wrappers.ndjson')).toString('latin1'))
      .filter((line) => !line.includes('_TRANSPORT'))
      .join('\n')
    const { records, sources } = readWith(automaticForms, `${text}\n`)
    const expected = fixtureLines('inputs/json/wrappers.expected.log')
    expect(records).toEqual(expected.filter((line) => !line.includes('prog-id=44')))
    expect(unreadOf(sources, 'without-text')).toBe(1)
  })

  test('of Elastic: the document without its original is counted', () => {
    const { sources } = readWith(automaticForms, fixture('inputs/json/elastic.ndjson'))
    expect(unreadOf(sources, 'without-original')).toBe(1)
  })
})

describe('documents with the text', () => {
  const cloud = { id: '1', timestamp: 1, message: plain }
  test.each<[what: string, document: unknown]>([
    ['filebeat', { '@timestamp': 't', message: plain, log: { file: { path: '/a' } } }],
    ['auditbeat', { '@timestamp': 't', event: { original: [plain] }, auditd: {} }],
    ['flattened', { '@timestamp': 't', 'event.original': plain }],
    ['flattened messages', { '@timestamp': 't', 'auditd.messages': [plain], message: 'BPF LOAD' }],
    ['a search result', { _index: 'i', _source: { '@timestamp': 't', event: { original: plain } } }],
    ['a search result by fields', { _id: '1', fields: { 'event.original': [plain] } }],
    [
      'search results',
      { took: 1, hits: { total: { value: 1 }, hits: [{ _source: { '@timestamp': 't', message: plain } }] } },
    ],
    [
      'netlink text',
      {
        '@timestamp': 't',
        raw_msg: 'audit(1700000000.123:42): prog-id=7 op=LOAD',
        record_type: 'UNKNOWN[1334]',
      },
    ],
    [
      'a type that Go does not know',
      { '@timestamp': 't', event: { original: [plain.replace('BPF', 'UNKNOWN[1334]')] } },
    ],
    ['Docker', { log: `${plain}\n`, stream: 'stdout', time: 't' }],
    ['Docker, the end of a file', { log: plain, stream: 'stdout', time: 't' }],
    [
      'Docker with syslog in it',
      { log: `Nov 14 22:13:20 web1 audispd: ${plain}\n`, stream: 'stdout', time: 't' },
    ],
    [
      'Docker with JSON in it',
      { log: `${JSON.stringify({ message: plain })}\n`, stream: 'stdout', time: 't' },
    ],
    ['Fluent Bit', { date: 1.5, log: plain }],
    ['Fluent Bit with another key', { date: 1.5, message: plain }],
    ['Fluent Bit from /dev/kmsg', { priority: 5, sequence: 1, sec: 5, usec: 5, msg: kernel }],
    ['Vector', { file: '/a', host: 'b', source_type: 'file', message: plain }],
    ['CloudWatch events', { events: [{ ...cloud, ingestionTime: 1 }], searchedLogStreams: [] }],
    ['a subscription', { messageType: 'DATA_MESSAGE', owner: '1', logEvents: [cloud] }],
    ['a Kinesis record', { Records: [{ kinesis: { data: base64(`${plain}\n`) } }] }],
    ['a Kinesis record of the API', { Records: [{ Data: base64(plain), PartitionKey: '1' }] }],
    ['OTLP', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: plain } }] }] }] }],
    [
      'OTLP bytes',
      { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { bytesValue: base64(plain) } }] }] }] },
    ],
    ['dmesg -J', { dmesg: [{ pri: 5, time: 5.5, msg: kernel }] }],
    ['dmesg -J -x', { dmesg: [{ fac: 'kern', pri: 'notice', time: 5.5, msg: kernel }] }],
    ['Wazuh', { rule: { id: '80700' }, full_log: plain }],
    ['osquery', { name: 'p', columns: { facility: 'kern', tag: 'kernel:', message: ` ${kernel}` } }],
    ['osquery, audit', { name: 'p', columns: { facility: 'user', tag: 'audispd[12]:', message: plain } }],
    ['osquery, a snapshot', { snapshot: [{ facility: 'kern', tag: 'kernel', message: kernel }] }],
    ['osqueryi', [{ facility: 'kern', tag: 'kernel', message: kernel }]],
    ['aushape', [{ serial: 42, time: 't', text: [plain] }]],
    ['Splunk export', { preview: false, result: { _raw: plain, host: 'a' } }],
    ['Splunk collector', { event: plain, sourcetype: 'linux_audit' }],
    ['Splunk collector with _raw', { event: { _raw: plain }, host: 'a' }],
    ['GELF', { version: '1.1', host: 'a', short_message: plain }],
    ['a program of audit', { program: 'audispd', message: plain }],
    ['the kernel', { ident: 'kernel', message: kernel }],
  ])('%s', (_, document) => {
    expect(read(document).records).toEqual([plain])
    expect(readWith(automaticForms, JSON.stringify(document, null, 3), 17).records).toEqual([plain])
  })
})

describe('documents without a record', () => {
  const said = `user said: ${plain}`
  test.each<[what: string, document: unknown]>([
    ['in the middle of a text', { level: 'info', message: said }],
    ['of a shipper', { '@timestamp': 't', message: said }],
    ['after a newline', { '@timestamp': 't', message: `x\n${plain}` }],
    ['after a newline, Docker', { log: `x\n${plain}\n`, stream: 'stdout', time: 't' }],
    ['under a key of somebody', { '@timestamp': 't', message: 'x', user_agent: { original: plain } }],
    ['in a key', { [plain]: plain }],
    [
      'OTLP attribute',
      {
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  { body: { stringValue: 'x' }, attributes: [{ key: 'a', value: { stringValue: plain } }] },
                ],
              },
            ],
          },
        ],
      },
    ],
    ['CloudWatch stream', { events: [{ logStreamName: plain, timestamp: 1, message: 'x' }] }],
    ['dmesg of a program', { dmesg: [{ fac: 'user', pri: 'notice', time: 5.5, msg: kernel }] }],
    ['dmesg of a device', { dmesg: [{ pri: 5, time: 5.5, msg: `usb 1-1: Product: ${kernel}` }] }],
    [
      'dmesg of a device, with a newline',
      { dmesg: [{ pri: 5, time: 5.5, msg: `usb 1-1: Product: x\n${kernel}` }] },
    ],
    ['dmesg has no ready records', { dmesg: [{ pri: 5, time: 5.5, msg: plain }] }],
    ['osquery of a user', { columns: { facility: 'user', tag: 'alice:', message: kernel } }],
    ['a user by program', { program: 'alice', message: plain }],
    ['a user by program, in a container', { program: 'alice[3]', log: plain }],
    ['Wazuh', { full_log: `sshd: ${plain}` }],
    ['aushape without text', [{ serial: 42, time: 't', data: { bpf: {} } }]],
    ['no text at all', { message: 1, log: null, msg: [plain], line: { a: plain } }],
  ])('%s', (_, document) => {
    const { records, sources } = read(document)
    expect(records).toEqual([])
    expect(
      sources.reduce((sum, { unread }) => sum + [...unread.values()].reduce((a, b) => a + b, 0), 0),
    ).toBe(1)
  })
})

describe('several records in one text', () => {
  const other = 'type=CWD msg=audit(1700000000.123:42): cwd="/ type=BPF msg=audit(1700000000.123:42): x"'

  test('by newlines', () => {
    expect(read({ '@timestamp': 't', message: `${plain}\n${other}\n` }).records).toEqual([plain, other])
  })

  test('a newline before anything else is none', () => {
    expect(read({ '@timestamp': 't', message: `${plain}\nx` }).records).toEqual([`${plain} x`])
  })

  test('by blanks, as Wazuh joins them: only outside of quotes', () => {
    const { records, sources } = read({ full_log: `${plain} ${other} ${plain}` })
    expect(records).toEqual([plain, other, plain])
    expect(lossesOf(sources)).toEqual(['joined-by-wrapper'])
  })

  test('after a text of a program only of the same event', () => {
    const login = "type=USER_LOGIN msg=audit(1700000000.123:42): pid=1 msg='op=login acct=\"o'brien"
    const forged = 'type=BPF msg=audit(1700000000.999:43): prog-id=1 op=LOAD'
    const joined = `${login} ${forged} ${plain}`
    expect(read({ full_log: joined }).records).toEqual([`${login} ${forged}`, plain])
  })

  test('the enrichment of each comes back', () => {
    const call = 'type=SYSCALL msg=audit(1700000000.123:42): exe="/b"'
    expect(read({ full_log: `${call} ARCH=x86_64 AUID="a" ${plain}` }).records).toEqual([
      `${call}\x1dARCH=x86_64 AUID="a"`,
      plain,
    ])
  })

  test("Docker's long lines come in parts", () => {
    const part = (log: string, stream = 'stdout') => ({ log, stream, time: 't' })
    const { records } = read(
      part(plain.slice(0, 20)),
      part('err\n', 'stderr'),
      part(plain.slice(20, 30)),
      part(`${plain.slice(30)}\n`),
      // Without newlines each is a line of its own.
      part(plain),
      part(plain),
    )
    expect(records).toEqual([plain, plain, plain])
  })
})

describe('fields in a body of OpenTelemetry', () => {
  type Value = {
    readonly [type in 'stringValue' | 'intValue' | 'bytesValue' | 'kvlistValue' | 'arrayValue']?: unknown
  }
  const list = (fields: Record<string, Value>): Value => ({
    kvlistValue: { values: Object.entries(fields).map(([key, value]) => ({ key, value })) },
  })
  const text = (stringValue: string): Value => ({ stringValue })
  const logs = (body: Value) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body }] }] }] })
  const entry = {
    _TRANSPORT: text('audit'),
    _AUDIT_TYPE: text('1334'),
    _AUDIT_TYPE_NAME: text('BPF'),
    _AUDIT_ID: { intValue: '42' },
    _SOURCE_REALTIME_TIMESTAMP: text('1700000000123000'),
  }
  test.each<[what: string, body: Value]>([
    ['a line under a usual key', list({ message: text(plain), level: text('info') })],
    ['an entry of journald', list({ ...entry, MESSAGE: text('BPF prog-id=7 op=LOAD') })],
    ['the same with bytes', list({ ...entry, MESSAGE: { bytesValue: base64('BPF prog-id=7 op=LOAD') } })],
    [
      'a document of Elastic',
      list({ '@timestamp': text('t'), event: list({ original: { arrayValue: { values: [text(plain)] } } }) }),
    ],
  ])('%s', (_, body) => {
    expect(read(logs(body)).records).toEqual([plain])
  })

  test('without audit text, or nested beyond measure, is counted', () => {
    let deep = list({ message: text(plain) })
    for (let level = 0; level < 50; level++) deep = list({ a: deep })
    for (const body of [
      deep,
      list({ message: text('hello') }),
      list({}),
      { kvlistValue: { values: [null, { key: 1 }] } },
    ]) {
      const { records, sources } = read(logs(body))
      expect(records).toEqual([])
      expect(unreadOf(sources, 'without-text')).toBe(1)
    }
  })
})

describe('gzip in Kinesis', () => {
  const other = plain.replace(':42)', ':43)')
  const events = (...messages: readonly string[]) =>
    messages.map((message, id) => ({ id: `${id}`, timestamp: 1700000000123, message }))
  const subscription = { messageType: 'DATA_MESSAGE', owner: '1', logGroup: 'g', logStream: 's' }
  const document = JSON.stringify({ ...subscription, logEvents: events(plain, 'hello', other) })
  test.each<[what: string, content: string | Uint8Array, records: readonly string[]]>([
    ["a subscription's document", gzipSync(document), [plain, other]],
    ['the same unpacked', document, [plain, other]],
    ['documents in lines', gzipSync(`${document}\n{"message":"x"}\n`), [plain, other]],
    [
      'of two members',
      Buffer.concat([gzipSync(document.slice(0, 99)), gzipSync(document.slice(99))]),
      [plain, other],
    ],
    ['a text', gzipSync(`${plain}\n${other}\n`), [plain, other]],
    [
      'a control message',
      gzipSync(JSON.stringify({ messageType: 'CONTROL_MESSAGE', logEvents: events(plain) })),
      [],
    ],
  ])('%s', (_, content, records) => {
    const data = base64(content)
    for (const wrapper of [
      { awslogs: { data } },
      { Records: [{ kinesis: { data } }] },
      { Records: [{ Data: data }] },
      { invocationId: '1', records: [{ recordId: '1', data }] },
    ]) {
      expect(read(wrapper).records).toEqual(records)
    }
  })

  test('that is cut, damaged, too much, or another compression is counted', () => {
    const packed = gzipSync(document)
    const damaged = Buffer.from(packed)
    damaged[30] = (damaged[30] as number) ^ 0xff
    for (const content of [
      packed.subarray(0, -9),
      damaged,
      gzipSync(new Uint8Array(65 << 20), { level: 1 }),
      Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0),
    ]) {
      const { records, sources } = read({ awslogs: { data: base64(content) } })
      expect(records).toEqual([])
      expect(unreadOf(sources, 'packed')).toBe(1)
    }
  })

  test('without audit text is counted', () => {
    const { sources } = read({ awslogs: { data: base64(gzipSync('hello')) } })
    expect(unreadOf(sources, 'without-text')).toBe(1)
  })
})

test('what was replaced on its way is said', () => {
  expect(lossesOf(read({ '@timestamp': 't', message: `${plain} \ufffd` }).sources)).toEqual([
    'bytes-replaced',
  ])
})
