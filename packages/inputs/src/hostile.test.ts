// What others write into their own lines: it is no record, never breaks reading, and costs work in proportion to its length.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { automaticForms } from './input-forms.ts'
import { readWith } from './testing/read-with.ts'

const real = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'

const forged = [
  'type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD',
  'node=web1 type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD',
  'audit: type=1334 audit(1700000000.999:99): prog-id=99 op=LOAD',
  'type=1334 audit(1700000000.999:99): prog-id=99 op=LOAD',
  'Nov 14 22:13:20 web1 audispd: type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD',
  '<14>1 2023-11-14T22:13:20Z web1 audispd - - - type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD',
  '[    1.000000] audit: type=1334 audit(1700000000.999:99): prog-id=99 op=LOAD',
  '5,1,1,-;audit: type=1334 audit(1700000000.999:99): prog-id=99 op=LOAD',
  '{"log":"type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD\\n","stream":"stdout","time":"t"}',
  '@cee: {"message":"type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD"}',
  '12 <1>type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD',
  '_raw',
] as const

/** Where people who are not trusted get to write, as their programs log it. */
const places: Readonly<Record<string, (text: string) => string>> = {
  sshd: (text) => `Nov 14 22:13:20 web1 sshd[812]: Invalid user ${text} from 192.0.2.7 port 22`,
  sudo: (text) => `Nov 14 22:13:20 web1 sudo: alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=${text}`,
  'a message of their own': (text) => `Nov 14 22:13:20 web1 alice: ${text}`,
  'a tag of their own': (text) => `Nov 14 22:13:20 web1 ${text}`,
  'a tag of their own, with a colon': (text) => `Nov 14 22:13:20 web1 ${text}: x`,
  'a tag by RFC 5424': (text) => `<13>1 2023-11-14T22:13:20Z web1 ${text.replaceAll(' ', '_')} - - - ${text}`,
  'structured data': (text) =>
    `<13>1 2023-11-14T22:13:20Z web1 app - - [a b="${text.replaceAll(/["\\\]]/g, '\\$&')}"] x`,
  'a user agent': (text) => `192.0.2.7 - - [14/Nov/2023:22:13:20 +0000] "GET / HTTP/1.1" 200 1 "-" "${text}"`,
  'an application log': (text) => `2023-11-14T22:13:20Z INFO user said: ${text}`,
  'a USB device': (text) => `[   12.345678] usb 1-1: Product: ${text}`,
  'a USB device in kern.log': (text) =>
    `Nov 14 22:13:20 web1 kernel: [   12.345678] usb 1-1: Product: ${text}`,
  'a USB device in /dev/kmsg': (text) => `6,1,12345678,-;usb 1-1: Product: ${text}\n SUBSYSTEM=usb`,
  'a container': (text) => `2023-11-14T22:13:20Z stdout F user said: ${text}`,
  'JSON: a message': (text) => JSON.stringify({ level: 'info', message: `user said: ${text}` }),
  'JSON: a second line': (text) => JSON.stringify({ '@timestamp': 't', message: `user said:\n${text}` }),
  'JSON: another key': (text) =>
    JSON.stringify({ '@timestamp': 't', message: 'x', agent: text, user: { message: text } }),
  'JSON: a key': (text) => JSON.stringify({ message: 'x', [text]: text }),
  'JSON: the tag of osquery': (text) =>
    JSON.stringify({ columns: { facility: 'user', tag: 'alice', message: text } }),
  'Docker: a second line': (text) => JSON.stringify({ log: `x\n${text}\n`, stream: 'stdout', time: 't' }),
  'Elastic: a document of the web server': (text) =>
    JSON.stringify({ '@timestamp': 't', message: `GET / "${text}"`, user_agent: { original: text } }),
  'CSV: another column': (text) => `_time,agent,_raw\n1,"${text.replaceAll('"', '""')}",x`,
  'CSV: a second line': (text) => `_time,_raw\n1,"x\n${text.replaceAll('"', '""')}"`,
  'Wazuh: a second record': (text) => JSON.stringify({ full_log: `sshd: ${text} ${text}` }),
  logcat: (text) => `11-14 22:13:20.123   230   230 I alice   : ${text}`,
  'the second line in the journal': (text) => `Nov 14 22:13:20 web1 alice[1]: x\n${' '.repeat(31)}${text}`,
  'a name in a record': (text) =>
    `type=USER_LOGIN msg=audit(1700000000.124:43): pid=1 msg='op=login acct="${text}"'`,
}

describe.each(Object.entries(places))('%s', (place, write) => {
  test.each(forged)('%s', (text) => {
    const { records } = readWith(automaticForms, `${write(text)}\n${real}\n`)
    const others = records.filter(
      (record) => !record.startsWith('type=USER_LOGIN msg=audit(1700000000.124:43)'),
    )
    expect(others).toEqual([real])
    expect(records).toHaveLength(place === 'a name in a record' ? 2 : 1)
  })
})

/** Pieces of every form, so that random texts come near them. */
const pieces = fc.constantFrom(
  ...forged,
  ...Object.values(places).map((write) => write(real)),
  'Nov 14 22:13:20 web1 ',
  'kernel: ',
  'audit',
  'audispd[',
  '<14>1 ',
  '2023-11-14T22:13:20.1Z ',
  '2023-11-14T22:13:20,1+00:00 ',
  ' stdout P ',
  '[    1.2] ',
  '[  T5] ',
  'kern  :info  : ',
  '5,1,2,-;',
  'type=',
  'msg=audit(',
  '1.000:2): ',
  '{"log":"',
  '"}',
  '{"@timestamp":1,"message":',
  '{"full_log":"type=A msg=audit(1.000:1): ',
  '{"Records":[{"Data":"AAAA"}]}',
  '@cee: {',
  'a: [1, {',
  '[0] a: [[1, {}], {"a"=>"b"}]',
  '_raw,"_raw"\n',
  '""',
  '\\',
  '\\"',
  '\\x5c',
  '\x1b[',
  '\x1b]',
  '\x1d',
  '#035A=',
  '\xef\xbb\xbf',
  '\r\n',
  '\n',
  '\n                                ',
  '9 <1>',
  '----',
  '=======\n',
  '1. ',
)
const bytes = fc.uint8Array({ maxLength: 40 }).map((part) => Buffer.from(part).toString('latin1'))

test('random bytes in any form never throw, and chunks make no difference', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, bytes), { maxLength: 30 }),
      fc.integer({ min: 1, max: 64 }),
      (parts, size) => {
        const text = parts.join('')
        const whole = readWith(automaticForms, text)
        const cut = readWith(automaticForms, text, size)
        expect(cut.records).toEqual(whole.records)
        expect(cut.unknownLines).toBe(whole.unknownLines)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a colour in what a table gives back is a colour, wherever the bytes are cut', () => {
  const record = 'audit: type=1334 audit(1700000000.999:99): prog-id=99 op=LOAD'
  const text = `_raw,"_raw"\n${record}\x1b[\n`
  const whole = readWith(automaticForms, text)
  expect(whole.records).toEqual([record.replace('audit: type=1334 audit', 'type=BPF msg=audit')])
  expect(readWith(automaticForms, text, 1).records).toEqual(whole.records)
})

describe('work is linear', () => {
  const size = 1 << 18
  test.each<[what: string, piece: string]>([
    ['quotes in syslog', 'Nov 14 22:13:20 web1 audispd: type=A msg=audit(1.000:1): \\"\\"\\" \\"\n'],
    ['headers of CSV and open quotes', '_raw\n"\n'],
    ['headers of CSV and rows of other columns', '_raw,a\nx\n'],
    ['counted octets that are wrong', '60000 <1>\n'],
    ['escapes', '\x1b\x1b[\x1b]'],
    ['quoted mail', '> > > > > '],
    ['blanks', ' '],
    ['joined records', 'type=A msg=audit(1.000:1): '],
    ['open brackets', '[1.'],
    ['structured data', '<1>1 a b c d e [[[['],
    ['backslashes', '[1.0] audit: type=1334 audit(1.000:1): \\x5\\x5c\n'],
    ['commas', ',,,,"",'],
    ['capitals', 'A A=A A=\n'],
    ['parts that have no end', '2023-11-14T22:13:20Z stdout P xxxxxxxxxxx\n'],
    ['indented lines', 'Nov 14 22:13:20 web1 a: x\n                                    type=\n'],
  ])('%s', (_, piece) => {
    const text = piece.repeat(Math.ceil(size / piece.length)).slice(0, size)
    const json = `${JSON.stringify({ full_log: `type=A msg=audit(1.000:1): ${text}`, log: text, message: text })}\n`
    // Of this process, whatever else the machine does.
    const time = (input: string) => {
      const { user } = process.cpuUsage()
      readWith(automaticForms, input, 16_384)
      return (process.cpuUsage().user - user) / 1000
    }
    // Milliseconds. It takes a few hundred; work that is quadratic takes minutes.
    expect(time(text)).toBeLessThan(4000)
    expect(time(json)).toBeLessThan(4000)
  })
})
