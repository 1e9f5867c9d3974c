// Lines of syslog in all its frames, under tags of audit, of the kernel and of anybody else.
import { describe, expect, test } from 'vitest'
import { automaticForms } from '../input-forms.ts'
import { fixture, fixtureLines } from '../testing/fixture.ts'
import { lossesOf, readWith, unreadOf } from '../testing/read-with.ts'

const plain = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'
const kernel = 'audit: type=1334 audit(1700000000.123:42): prog-id=7 op=LOAD'

function read(line: string) {
  return readWith(automaticForms, `${line}\n`)
}

test.each(['syslog-rfc3164', 'syslog-rfc5424'])('the sample %s', (name) => {
  const { records, unknownLines } = readWith(automaticForms, fixture(`inputs/text/${name}.log`))
  expect(records).toEqual(fixtureLines(`inputs/text/${name}.expected.log`))
  expect(unknownLines).toBe(0)
})

describe('frames', () => {
  test.each([
    `Nov 14 22:13:20 web1 audisp-syslog: ${plain}`,
    `Nov  4 22:13:20 web1 audisp-syslog[1135]: ${plain}`,
    `Nov 4 22:13:20 web1 audispd: ${plain}`,
    `Nov 14 22:13:20.123 web1 audispd: ${plain}`,
    `Nov 14 2023 22:13:20 web1 audispd: ${plain}`,
    `Nov 14 22:13:20 2001:db8::1 audispd: ${plain}`,
    `Nov 14 22:13:20 audispd: ${plain}`,
    `Nov 14 22:13:20 audispd[7]: ${plain}`,
    `Nov 14 22:13:20 auditd ${plain}`,
    `Nov 14 22:13:20 web1 auditd ${plain}`,
    `Nov 14 22:13:20 web1 tag_audit_log: ${plain}`,
    `<14>Nov 14 22:13:20 web1 audit_log: ${plain}`,
    `<14>Nov 14 22:13:20 audispd: ${plain}`,
    `2023-11-14T22:13:20.123456+00:00 web1 audit: ${plain}`,
    `2023-11-14T22:13:20Z web1 audit: ${plain}`,
    `2023-11-14T22:13:20+0100 web1 auditd ${plain}`,
    `2023-11-14 22:13:20 web1 auditd: ${plain}`,
    `<14>2023-11-14T22:13:20.1-08:00 web1 audispd: ${plain}`,
    `Nov 14 22:13:20 web1 user.info audispd: ${plain}`,
    `Nov 14 22:13:20 web1 local6.notice audispd[3]: ${plain}`,
    `Tue Nov 14 22:13:20 2023 user.info audispd[3]: ${plain}`,
    `Tue 2023-11-14 22:13:20 UTC web1 audispd[3]: ${plain}`,
    `1700000000.123456 web1 audispd[3]: ${plain}`,
    `<14>1 2023-11-14T22:13:20.1Z web1 audispd 77 ID1 - ${plain}`,
    `<14>1 - - audispd - - - ${plain}`,
    `<14>1 2023-11-14T22:13:20Z web1 audispd - - [a@1 k="]\\"\\\\" b="\\]"][c@1] \xef\xbb\xbf${plain}`,
    `Nov 14 22:13:20 web1 kernel: ${kernel}`,
    `Nov 14 22:13:20 web1 kernel: [   12.345678] ${kernel}`,
    `Nov 14 22:13:20 web1 kernel: [   12.345678] [  T59] ${kernel}`,
    `Nov 14 22:13:20 web1 kernel: [   12.345678][   T59] ${kernel}`,
    `Nov 14 22:13:20 web1 kernel: <5>[   12.345678] ${kernel}`,
    `Nov 14 22:13:20 web1 kernel: ${kernel.slice('audit: '.length)}`,
    `Nov 14 22:13:20 web1 kernel:[   12.345678] ${kernel}`,
    `Jan  1 00:00:10 OpenWrt kern.notice kernel: [    5.1] ${kernel}`,
    `Tue Nov 14 22:13:20 2023 kern.notice kernel: [   12.345678] ${kernel}`,
    `<5>1 2023-11-14T22:13:25+00:00 web1 kernel - - -  [   12.345678] ${kernel}`,
    `[   12.345678] web1 kernel: ${kernel}`,
    `Nov 14 22:13:20 web1 go-audit[9]: {"log":"${plain}","date":1}`,
    `Nov 14 22:13:20 web1 laurel: @cee: {"log":"${plain}","date":1}`,
  ])('%s', (line) => {
    const { records, unknownLines } = read(line)
    expect(records).toEqual([plain])
    expect(unknownLines).toBe(0)
  })

  test('what busybox writes', () => {
    // syslogd of busybox 1.35 wrote these, from logger(1) of util-linux and of busybox.
    const lines = [
      'Nov 28 12:31:39 vm syslog.info syslogd started: BusyBox v1.35.0',
      'Nov 28 12:31:40 vm user.notice audisp-syslog: type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD',
      'Nov 28 12:31:40 vm user.notice auditd[24650]: x multi type=BPF',
      'Nov 28 12:31:40 vm kern.notice kernel: audit: type=1334 audit(1700000005.000:48): prog-id=7 op=UNLOAD',
    ]
    expect(readWith(automaticForms, `${lines.join('\n')}\n`).records).toEqual([
      plain,
      'type=BPF msg=audit(1700000005.000:48): prog-id=7 op=UNLOAD',
    ])
  })

  test('any local user could have written it, which is said', () => {
    expect(lossesOf(read(`Nov 14 22:13:20 web1 audispd: ${plain}`).sources)).toEqual(['unauthenticated'])
    expect(lossesOf(read(`Nov 14 22:13:20 web1 kernel: ${kernel}`).sources)).toEqual([
      'no-daemon-records',
      'no-enrichment',
      'unauthenticated',
    ])
  })
})

describe('octet-counted streams', () => {
  const message = (serial: number) =>
    `<14>1 2023-11-14T22:13:20Z web1 audispd - - - type=BPF msg=audit(1700000000.123:${serial}): prog-id=7 op=LOAD`
  const counted = (text: string) => `${text.length} ${text}`
  const serials = (records: readonly string[]) => records.map((record) => /:(\d+)\)/.exec(record)?.[1])

  test.each([1, 7, 64, 1000])('without newlines, in chunks of %d bytes', (size) => {
    const stream = [1, 2, 3].map((serial) => counted(message(serial))).join('')
    expect(serials(readWith(automaticForms, stream, size).records)).toEqual(['1', '2', '3'])
  })

  test.each([1, 7, 64, 1000])('with newlines inside or between them, in chunks of %d bytes', (size) => {
    const inside = [1, 2].map((serial) => counted(`${message(serial)}\n`)).join('')
    const between = [3, 4].map((serial) => `${counted(message(serial))}\n`).join('')
    const { records, unknownLines } = readWith(automaticForms, `${inside}${between}${plain}\n`, size)
    expect(serials(records)).toEqual(['1', '2', '3', '4', '42'])
    expect(unknownLines).toBe(0)
  })

  test('a message cut by its length is no record, and lines after it are read', () => {
    const wrong = `${message(1).length - 9} ${message(1)}\n`
    const { records, sources } = readWith(automaticForms, `${wrong}${plain}\n`)
    expect(records).toEqual([plain])
    expect(unreadOf(sources, 'malformed')).toBe(1)
  })

  test('cut at its end', () => {
    const stream = counted(message(1)) + counted(message(2)).slice(0, -5)
    const { records, sources } = readWith(automaticForms, stream)
    expect(serials(records)).toEqual(['1'])
    expect(unreadOf(sources, 'malformed')).toBe(1)
  })

  test('a newline in a message adds no record', () => {
    const forged = `<14>Nov 14 22:13:20 web1 sshd: x\n${plain}\n`
    expect(readWith(automaticForms, counted(forged) + counted(message(2))).records).toHaveLength(1)
  })
})

describe('what is no record', () => {
  test.each<[line: string, reason: 'refused-tag' | 'not-kernel' | 'other' | 'interpreted' | 'malformed']>([
    [`Nov 14 22:13:20 web1 alice: ${kernel}`, 'not-kernel'],
    [`Nov 14 22:13:20 web1 alice: ${plain}`, 'refused-tag'],
    [`Nov 14 22:13:20 web1 auditdd: ${plain}`, 'refused-tag'],
    [`Nov 14 22:13:20 web1 audispd-x[1]: ${plain}`, 'refused-tag'],
    [`Nov 14 22:13:20 web1 audit: ${kernel.slice('audit: '.length)}`, 'not-kernel'],
    [`<13>1 2023-11-14T22:13:20Z web1 alice - - - ${plain}`, 'refused-tag'],
    [`<13>1 2023-11-14T22:13:20Z audispd alice - - - ${plain}`, 'refused-tag'],
    [`Nov 14 22:13:20 web1 kernel: ${plain}`, 'other'],
    [`Nov 14 22:13:20 web1 kernel: usb 1-1: Product: ${kernel}`, 'other'],
    [`Nov 14 22:13:20 web1 audispd: x ${plain}`, 'other'],
    [`Nov 14 22:13:20 web1 sshd[812]: Invalid user ${plain} from 192.0.2.7`, 'other'],
    [`Nov 14 22:13:20 web1 sudo: alice : COMMAND=/bin/echo ${plain}`, 'other'],
    ['Nov 14 22:13:20 web1 kernel: audit: type=1334', 'malformed'],
    [
      'Nov 14 22:13:20 web1 audisp-syslog: type=SYSCALL msg=audit(11/14/23 22:13:28) : arch=x86_64 ',
      'interpreted',
    ],
    [
      'Nov 14 22:13:20 web1 audisp-syslog: node=a type=SYSCALL msg=audit(14.11.2023 22:13:28.123:4) : a=b',
      'interpreted',
    ],
  ])('%s', (line, reason) => {
    const { records, sources } = read(line)
    expect(records).toEqual([])
    expect(unreadOf(sources, reason)).toBe(1)
  })

  test('the second line of a message, which is indented', () => {
    const lines = [
      'Nov 14 22:13:20 web1 sshd[812]: first',
      `                                ${plain}`,
      `                                  ${plain}`,
    ]
    expect(read(lines.join('\n')).records).toEqual([])
  })

  test('a log of syslog that somebody has indented is read all the same', () => {
    const line = `    Nov 14 22:13:20 web1 audispd: ${plain}`
    expect(read(`${line}\n${line}\n> ${line}`).records).toEqual([plain, plain, plain])
  })

  test('the end of an event, which auditd does not write to its log', () => {
    expect(read('Nov 14 22:13:20 web1 audispd: node=web1 type=EOE msg=audit(1.002:3): ').records).toEqual([])
  })
})

test.each([1024, 2048, 8192])('a text or a line of %d bytes may have been cut', (size) => {
  const frame = 'Nov 14 22:13:20 web1 audispd: '
  const losses = (line: string) => lossesOf(read(line).sources)
  expect(losses(frame + plain.padEnd(size, 'x'))).toContain('maybe-truncated')
  expect(losses((frame + plain).padEnd(size, 'x'))).toContain('maybe-truncated')
  expect(losses((frame + plain).padEnd(size + 1, 'x'))).not.toContain('maybe-truncated')
})

test('what journald has missed is counted', () => {
  const lines = [
    `Nov 14 22:13:20 web1 kernel: ${kernel}`,
    'Nov 14 22:13:20 web1 systemd-journald[201]: Missed 35 kernel messages',
    'Nov 14 22:13:20 web1 alice[201]: Missed 35 kernel messages',
  ]
  expect(readWith(automaticForms, `${lines.join('\n')}\n`).missing).toEqual([[35, '1700000000.123:42']])
})

describe('escaped quotes', () => {
  test.each<[line: string, record: string]>([
    [
      'Nov 14 22:13:20 web1 kernel: audit: type=1300 audit(1.000:2): comm=\\"a\\" exe=\\"/b\\\\c\\"',
      'type=SYSCALL msg=audit(1.000:2): comm="a" exe="/b\\c"',
    ],
    [
      'Nov 14 22:13:20 web1 audispd: type=SYSCALL msg=audit(1.000:2): exe=\\"/b\\" ARCH=x86_64 AUID=\\"alice\\"',
      'type=SYSCALL msg=audit(1.000:2): exe="/b"\x1dARCH=x86_64 AUID="alice"',
    ],
    // Not throughout: they are the record's own.
    [
      'Nov 14 22:13:20 web1 audispd: type=SYSCALL msg=audit(1.000:2): exe="/b" x=\\"y\\"',
      'type=SYSCALL msg=audit(1.000:2): exe="/b" x=\\"y\\"',
    ],
  ])('%s', (line, record) => {
    expect(read(line).records).toEqual([record])
  })
})
