// Lines with something of a container, a cloud, a phone, grep or a program of audit before them.
import { describe, expect, test } from 'vitest'
import { automaticForms, inputForms } from '../input-forms.ts'
import { lossesOf, readWith, unreadOf } from '../testing/read-with.ts'

const plain = 'type=BPF msg=audit(1700000000.123:42): prog-id=7 op=LOAD'
const kernel = 'audit: type=1334 audit(1700000000.123:42): prog-id=7 op=LOAD'
const stamp = '2023-11-14T22:13:20.100000001Z'

function read(...lines: readonly string[]) {
  return readWith(automaticForms, `${lines.join('\n')}\n`)
}

describe('read', () => {
  test.each([
    `${stamp} stdout F ${plain}`,
    `${stamp} stderr F ${kernel}`,
    `2023-11-14T22:13:20.1+01:00 stdout F:x ${plain}`,
    `${stamp} stdout F Nov 14 22:13:20 web1 audispd: ${plain}`,
    `${stamp} stdout F {"log":"${plain}","date":1}`,
    `${stamp} ${plain}`,
    `${stamp} ${kernel}`,
    `2023-11-14T22:13:20Z ${plain}`,
    `${stamp} Nov 14 22:13:20 web1 audispd: ${plain}`,
    `${stamp} <14>1 2023-11-14T22:13:20Z web1 audispd - - - ${plain}`,
    `${stamp} [    5.507898] ${kernel}`,
    `${stamp} {"log":"${plain}","date":1}`,
    `@cee: {"message":"${plain}"}`,
    `@cee:{"message":"${plain}"}`,
    `audit.log: [1700000000.123456789, {"log":"${plain}"}]`,
    `[0] tail.0: [1700000000.123, {"log":"${plain}"}]`,
    `[12] tail.0: [[1700000000.123, {}], {"log":"${plain}"}]`,
    `[12] tail.0: [[1700000000.123, {"a"=>"=>"}], {"log"=>"${plain}", "n"=>1}]`,
    `I/auditd  (  230): ${kernel.slice('audit: '.length)}`,
    `I/auditd: ${kernel.slice('audit: '.length)}`,
    `W/kernel  (    0): <5>[    5.507898] ${kernel}`,
    `11-14 22:13:20.123 I/auditd  (  230): ${kernel.slice('audit: '.length)}`,
    `11-14 22:13:20.123   230   230 I auditd  : ${kernel.slice('audit: '.length)}`,
    `2023-11-14 22:13:20.123 +0100   230   230 I auditd  : ${kernel.slice('audit: '.length)}`,
    `11-14 22:13:20.123456  root   230   230 I auditd  : ${kernel.slice('audit: '.length)}`,
    `1700000000.123   230   230 I auditd  : ${kernel.slice('audit: '.length)}`,
    `11-14 22:13:20.123     0     0 W kernel  : ${kernel}`,
  ])('%s', (line) => {
    const { records, unknownLines } = read(line)
    expect(records).toEqual([plain])
    expect(unknownLines).toBe(0)
  })
})

describe('no record', () => {
  test.each([
    `${stamp} stdout F x ${plain}`,
    `${stamp} stdout X ${plain}`,
    `${stamp} stdout ${plain}`,
    `${stamp} stdout Full ${plain}`,
    `${stamp} user said: ${plain}`,
    `${stamp}  ${plain}`,
    `${stamp} web1 alice: ${plain}`,
    `x${stamp} ${plain}`,
    `@cee: ${plain}`,
    `@cee: {"message":"user said: ${plain}"}`,
    `audit.log: [1700000000.1, {"log":"x ${plain}"}]`,
    `I/alice   (  230): ${kernel}`,
    `11-14 22:13:20.123   230   230 I com.example.app: ${kernel}`,
    `11-14 22:13:20.123   230   230 I alice auditd: ${kernel}`,
    `app.log:${plain}`,
    `app.log:12:${kernel}`,
  ])('%s', (line) => {
    expect(read(line).records).toEqual([])
  })

  test("logcat's copies have lost their time", () => {
    const { records, sources } = read(
      '11-14 22:13:20.123   230   230 I auditd  : type=1400 audit(0.0:66): avc: denied',
    )
    expect(records).toEqual([])
    expect(unreadOf(sources, 'not-rebuildable')).toBe(1)
  })
})

describe('parts of a line (CRI)', () => {
  const [first, second, third] = [plain.slice(0, 5), plain.slice(5, 30), plain.slice(30)]

  test('are joined, each stream for itself', () => {
    const { records } = read(
      `${stamp} stdout P ${first}`,
      `${stamp} stderr P ${plain.slice(0, 8)}`,
      `${stamp} stdout P ${second}`,
      `${stamp} stdout F ${third}`,
      `${stamp} stderr F ${plain.slice(8)}`,
    )
    expect(records).toEqual([plain, plain])
  })

  test('without an end they are a line at the end of the input', () => {
    expect(read(`${stamp} stdout P ${plain}`).records).toEqual([plain])
  })

  test('of a line that is too long are counted, and the next line is read', () => {
    const part = `${stamp} stdout P ${'x'.repeat(40_000)}`
    const { records, sources } = read(part, part, `${stamp} stdout F end`, `${stamp} stdout F ${plain}`)
    expect(records).toEqual([plain])
    expect(unreadOf(sources, 'too-long')).toBe(1)
  })
})

describe('grep', () => {
  const event = (text: string, serial: number) => text.replace(':42)', `:${serial})`)
  const log = [
    `/var/log/audit/audit.log.1:1200:${event(plain, 1)}`,
    `audit.log:${event(plain, 2)}`,
    `kern.log:Nov 14 22:13:20 web1 kernel: ${event(kernel, 3)}`,
    `dmesg.txt:7:[    5.507898] ${event(kernel, 4)}`,
    `all.json:{"message":"${event(plain, 5)}"}`,
    `auth.log:Nov 14 22:13:20 web1 sshd: ${plain}`,
    `app.log:user said:${plain}`,
    `app.log:3:user said:${plain}`,
  ]

  test('is read when it is asked for, and each line only from its first byte', () => {
    const { records } = readWith(inputForms, `${log.join('\n')}\n`)
    expect(records).toEqual([1, 2, 3, 4, 5].map((serial) => event(plain, serial)))
  })

  test('otherwise it is counted', () => {
    const { records, sources } = read(...log)
    expect(records).toEqual([])
    expect(unreadOf(sources, 'prefixed')).toBe(2)
  })
})

describe('output of the commands of audit', () => {
  test("ausearch's default output is a log with decoration", () => {
    const { records, unknownLines } = read('----', 'time->Tue Nov 14 22:13:20 2023', plain, '----')
    expect(records).toEqual([plain])
    expect(unknownLines).toBe(0)
  })

  // Printed by ausearch and aureport 3.0.9, and with the dates of other locales.
  test.each<[what: string, lines: readonly string[], count: number]>([
    [
      'ausearch -i',
      [
        '----',
        'type=DAEMON_START msg=audit(11/22/26 08:44:36.883:6951) : op=start ver=3.0.9 format=raw auid=unset',
        'node=a type=BPF msg=audit(14.11.2023 22:13:20.123:42) : prog-id=7 op=LOAD',
        'type=BPF msg=audit(14/11/2023 10:13:20 PM.123:42) : prog-id=7 op=LOAD ',
      ],
      3,
    ],
    [
      'ausearch --format text',
      ['At 08:44:36 11/22/26 system, acting as root, successfully started-audit using init'],
      1,
    ],
    [
      'ausearch --format csv',
      [
        'NODE,EVENT,DATE,TIME,SERIAL_NUM,EVENT_KIND,SESSION,SUBJ_PRIME,SUBJ_SEC,SUBJ_KIND,ACTION,RESULT,OBJ_PRIME,OBJ_SEC,OBJ_KIND,HOW',
        ',DAEMON_START,11/22/26,08:44:36,6951,audit-daemon,unset,system,root,auditd,started-audit,success,,,service,init',
      ],
      1,
    ],
    [
      'aureport',
      [
        'Summary Report',
        '======================',
        'Range of time in logs: 11/22/26 08:44:36.883 - 11/22/26 08:45:18.359',
        'Number of users: 5',
      ],
      2,
    ],
    [
      'aureport -f',
      [
        'File Report',
        '===============================================',
        '# date time file syscall success exe auid event',
        '===============================================',
        '1. 11/22/26 08:44:49 /sys/fs/bpf/lab/ 321 yes /lab/bin/bpfload -1 188',
      ],
      1,
    ],
    [
      'aureport -f --summary',
      ['File Summary Report', '===========', 'total  file', '===========', '17  /sys/fs/bpf/lab/obj/'],
      1,
    ],
  ])('%s', (_, lines, count) => {
    const { records, sources, unknownLines } = read(...lines)
    expect(records).toEqual([])
    expect(unreadOf(sources, 'interpreted')).toBe(count)
    expect(unknownLines).toBe(0)
  })
})

describe('CSV with _raw', () => {
  const event = (serial: number) => `type=SYSCALL msg=audit(1700000000.123:${serial}): comm="a,b" exe="/b"`
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  const table = [
    '"_time","_raw",host',
    `"2023-11-14T22:13:20.000+0000",${quoted(event(1))},web1`,
    `2023,${quoted(`${event(2)}\n${event(3)}`)},"web1, the ""first"""`,
    `2023,${quoted(`hello\n${event(90)}`)},web1`,
    `2023,x,${quoted(`web1\n${event(91)}\n`)}`,
    `2023,${quoted('Nov 14 22:13:20 web1 audispd: type=BPF msg=audit(1700000000.123:4): prog-id=7 op=LOAD')},web1`,
  ]
  const serials = (records: readonly string[]) =>
    records.map((record) => Number(/:(\d+)\)/.exec(record)?.[1]))

  test.each([1, 13, 100, 100_000])('in chunks of %d bytes', (size) => {
    const [later, last] = [plain.replace(':42)', ':43)'), plain.replace(':42)', ':45)')]
    const other = kernel.replace(':42)', ':44)')
    const text = `${plain}\n${table.join('\r\n')}\r\n${later}\n${other}\n_raw\n${last}\n`
    const { records, unknownLines } = readWith(automaticForms, text, size)
    expect(serials(records)).toEqual([42, 1, 2, 3, 4, 43, 44, 45])
    expect(unknownLines).toBe(0)
  })

  test('without a newline at its end', () => {
    expect(serials(readWith(automaticForms, table.slice(0, 2).join('\n')).records)).toEqual([1])
  })

  test('a quote that does not end is given up, and the lines after it are read', () => {
    const broken = readWith(automaticForms, `_time,_raw\n2023,"x\n${`${plain}\n`.repeat(4000)}`)
    expect(unreadOf(broken.sources, 'malformed')).toBe(1)
    expect(broken.records).toHaveLength(4000)
  })

  test.each([`x_raw,y\n1,${plain}`, `"_raw ",y\n1,${plain}`, `a=_raw,_raw\n1,${plain}`])(
    'no header: %j',
    (text) => {
      expect(readWith(automaticForms, text).records).toEqual([])
    },
  )
})

test('losses of what is wrapped are those of the form', () => {
  expect(lossesOf(read(`${stamp} stdout F ${kernel}`).sources)).toEqual([
    'no-daemon-records',
    'no-enrichment',
  ])
})
