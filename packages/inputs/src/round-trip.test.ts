// A log turned into each form by a writer of its own, and read back: the same lines.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automaticForms, inputForms } from './input-forms.ts'
import { fixtureLines } from './testing/fixture.ts'
import { readWith } from './testing/read-with.ts'

/** Writes the lines of a log, latin1, into a form. */
type Writer = (lines: readonly string[]) => string

/** JSON of bytes that are UTF-8, as latin1 of its own UTF-8. */
function json(value: unknown, indent?: number): string {
  return latin1(JSON.stringify(value, (_, part) => (typeof part === 'string' ? utf8(part) : part), indent))
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

const each =
  (write: (line: string, index: number) => string): Writer =>
  (lines) =>
    lines.map((line, index) => `${write(line, index)}\n`).join('')

const separated = (line: string, separator: string) => line.replace('\x1d', separator)
const ndjson = (document: (line: string, index: number) => unknown): Writer =>
  each((line, index) => json(document(line, index)))
const octets = (message: string) => `${message.length} ${message}`
const csv = (text: string) => `"${text.replaceAll('"', '""')}"`
const stamp = '2023-11-14T22:13:20.123456789Z'

/** Forms of lines that may hold any bytes. */
const textWriters: Readonly<Record<string, Writer>> = {
  'audisp-syslog': each((line) => `Nov 14 22:13:20 web1 audisp-syslog: ${separated(line, ' ')}`),
  'audispd with a process id': each((line, pid) => `<14>Nov  4 02:13:20 web1 audispd[${pid}]: ${line}`),
  'rsyslog with ISO stamps': each(
    (line) => `2023-11-14T22:13:20.1+01:00 web1 audispd: ${separated(line, '#035')}`,
  ),
  'rsyslog imfile': each((line) => `2023-11-14T22:13:20+0000 web1 auditd ${separated(line, '#035')}`),
  busybox: each((line) => `Nov 14 22:13:20 web1 user.notice audispd: ${line}`),
  'RFC 5424': each(
    (line) => `<14>1 ${stamp} web1 audispd - - [a b="\\]"] \xef\xbb\xbf${separated(line, ' ')}`,
  ),
  'counted octets': (lines) =>
    lines.map((line) => octets(`<14>1 ${stamp} web1 audispd - - - ${line}`)).join(''),
  CRI: each((line) => `${stamp} stdout F ${line}`),
  'CRI in parts': each(
    (line) => `${stamp} stderr P ${line.slice(0, 40)}\n${stamp} stderr F ${line.slice(40)}`,
  ),
  'kubectl logs --timestamps': each((line) => `${stamp} ${line}`),
  'Splunk CSV': (lines) => `"_time","_raw"\n${each((line) => `2023,${csv(line)}`)(lines)}`,
  'Splunk CSV, all in one event': (lines) => `_raw,host\n${csv(lines.slice(0, 20).join('\n'))},web1\n`,
  'quoted mail': each((line) => `> > ${line}`),
  CRLF: (lines) => `\xef\xbb\xbf${lines.join('\r\n')}`,
}

const jsonWriters: Readonly<Record<string, Writer>> = {
  'Docker json-file': ndjson((line) => ({ log: `${line}\n`, stream: 'stdout', time: stamp })),
  'Docker json-file in parts': (lines) =>
    lines
      .flatMap((line) => [line.slice(0, 50), `${line.slice(50)}\n`])
      .map((log) => `${json({ log, stream: 'stdout', time: stamp })}\n`)
      .join(''),
  filebeat: ndjson((line) => ({ '@timestamp': stamp, message: line, log: { file: { path: '/a' } } })),
  auditbeat: (lines) => `${json({ '@timestamp': stamp, event: { original: lines } })}\n`,
  'Elastic, joined': (lines) => `${json({ '@timestamp': stamp, 'event.original': lines.join('\n') })}\n`,
  'search results': (lines) =>
    json({ hits: { hits: lines.map((message) => ({ _source: { '@timestamp': 1, message } })) } }, 2),
  'Fluent Bit': ndjson((line) => ({ date: 1.5, log: line })),
  'Fluent Bit to a file': each((line) => `audit: [1700000000.123, ${json({ log: line })}]`),
  'Fluent Bit to stdout': each((line, index) => `[${index}] audit: [[1.5, {}], ${json({ log: line })}]`),
  Vector: ndjson((line) => ({ file: '/a', host: 'b', message: line, source_type: 'file' })),
  'CloudWatch events': (lines) =>
    json({ events: lines.map((message) => ({ timestamp: 1, message, eventId: '1' })) }, 4),
  'CloudWatch subscription': (lines) =>
    json({
      messageType: 'DATA_MESSAGE',
      logEvents: lines.map((message) => ({ id: '1', timestamp: 1, message })),
    }),
  OTLP: (lines) =>
    json({
      resourceLogs: [{ scopeLogs: [{ logRecords: lines.map((line) => ({ body: { stringValue: line } })) }] }],
    }),
  Wazuh: ndjson((line) => ({ full_log: line })),
  aushape: (lines) =>
    json(
      lines.map((line) => ({ serial: 1, time: 't', text: [line] })),
      1,
    ),
  'Splunk results': ndjson((line) => ({ preview: false, result: { _raw: line } })),
  'Splunk collector': ndjson((line) => ({ event: line, sourcetype: 'linux_audit' })),
  '@cee:': each((line) => `@cee: ${json({ message: line })}`),
}

/** Forms that hold bytes as they are, JSON or not. */
const byteWriters: Readonly<Record<string, Writer>> = {
  'OTLP bytes': (lines) =>
    json({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: lines.map((line) => ({
                body: { bytesValue: Buffer.from(line, 'latin1').toString('base64') },
              })),
            },
          ],
        },
      ],
    }),
  Kinesis: (lines) =>
    json({
      Records: lines.map((line) => ({ kinesis: { data: Buffer.from(line, 'latin1').toString('base64') } })),
    }),
}

const logs = ['bpf-enriched', 'bpf-node', 'host-mixed-raw', 'systemd', 'bpf-k510'].map((capture) => {
  const lines = fixtureLines(`captures/${capture}/audit.log`)
  // A part of each from its middle: the whole is read by the tests of enrichment.
  return [capture, lines.slice(lines.length >> 1, (lines.length >> 1) + 400)] as const
})

const writers = Object.entries({ ...textWriters, ...jsonWriters, ...byteWriters })

describe.each(writers)('%s', (name, write) => {
  test.each(logs)('%s', (_, lines) => {
    const wanted = name.endsWith('in one event') ? lines.slice(0, 20) : lines
    expect(readWith(automaticForms, write(lines), 4099).records).toEqual(wanted)
  })
})

test('grep -rn', () => {
  for (const [, lines] of logs) {
    const text = lines.map((line, number) => `/var/log/audit/audit.log:${number + 1}:${line}\n`).join('')
    expect(readWith(inputForms, text).records).toEqual(lines)
  }
})

describe('the kernel log', () => {
  // Without enrichment, nodes, and what only auditd writes; the kernel has numbers for names.
  const numbers = new Map([
    ['SYSCALL', 1300],
    ['PATH', 1302],
    ['BPF', 1334],
    ['CWD', 1307],
    ['PROCTITLE', 1327],
  ])
  const lines = fixtureLines('captures/bpf-basic/audit.log').filter((line) =>
    numbers.has(/^type=(\w+)/.exec(line)?.[1] ?? ''),
  )
  const texts = lines.map((line) =>
    line.replace(/^type=(\w+) msg=/, (_, name) => `audit: type=${numbers.get(name)} `),
  )

  test.each<[form: string, write: (text: string) => string]>([
    ['dmesg', (text) => `[   12.345678] ${text}`],
    ['dmesg -T', (text) => `[Tue Nov 14 22:13:20 2023] ${text}`],
    ['dmesg -x', (text) => `kern  :notice: [   12.345678] ${text}`],
    [
      'dmesg --color',
      (text) => `\x1b[32m[   12.345678] \x1b[0m\x1b[33maudit: \x1b[0m${text.slice('audit: '.length)}`,
    ],
    ['dmesg -t', (text) => text],
    ['/dev/kmsg', (text) => `5,1,12345678,-;${text.replaceAll('\\', '\\x5c')}\n SUBSYSTEM=x`],
    ['kern.log', (text) => `Nov 14 22:13:20 web1 kernel: [   12.345678] ${text}`],
    ['Graylog', (text) => `Nov 14 22:13:20 web1 kernel: ${text.replaceAll('"', '\\"')}`],
    ['short-full', (text) => `Tue 2023-11-14 22:13:20 CET web1 kernel: ${text}`],
    ['logcat', (text) => `11-14 22:13:20.123     0     0 W kernel  : ${text}`],
    ['dmesg -J', (text) => json({ dmesg: [{ pri: 5, time: 1.5, msg: text }] }, 3)],
    ['osquery', (text) => json({ columns: { facility: 'kern', tag: 'kernel:', message: ` ${text}` } })],
  ])('%s', (_, write) => {
    expect(lines.length).toBeGreaterThan(1000)
    const { records } = readWith(automaticForms, texts.map((text) => `${write(text)}\n`).join(''), 65_536)
    expect(records).toEqual(lines)
  })
})

// Any text that a record may hold: what is left of quotes and blanks at ends is not the wrappers' to decide.
const value = fc.stringMatching(/^[!#-&(-Z_a-z{|}~][ !#-&(-Z_a-z{|}~]{0,30}[!#-&(-Z_a-z{|}~]$/)
const record = fc
  .tuple(fc.constantFrom('BPF', 'SYSCALL', 'UNKNOWN[4711]', 'USER_LOGIN'), fc.nat(), value, value)
  .map(
    ([type, serial, one, other]) =>
      `type=${type} msg=audit(1700000000.123:${serial}): a="${one}" b=${other.replace(/[A-Z ]/g, '.')}`,
  )

test.each(writers)('any record: %s', (_, write) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(record, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 300 }),
      (lines, size) => {
        expect(readWith(automaticForms, write(lines), size).records).toEqual(lines)
      },
    ),
    { numRuns: 60 },
  )
})
