// What dmesg of util-linux 2.38 prints of one log, in all its forms, and lines of consoles and of /dev/kmsg.
import { describe, expect, test } from 'vitest'
import { automaticForms } from '../input-forms.ts'
import { fixture, fixtureLines } from '../testing/fixture.ts'
import { lossesOf, readWith, unreadOf } from '../testing/read-with.ts'

const load = 'type=BPF msg=audit(1700000000.101:41): prog-id=41 op=LOAD'
/** The é is two bytes, and the byte 1 came as \x01; the backslashes are the message's own. */
const avc = 'type=AVC msg=audit(1700000000.102:42): a="\xc3\xa9\x01 \\\\x41"'
/** A program has written this into the kernel's log, which only the facility tells. */
const written = 'type=BPF msg=audit(1700000000.999:98): prog-id=98 op=LOAD'
/** The second line of a message: it is told from a record by its indentation only. */
const second = 'type=BPF msg=audit(1700000000.999:99): prog-id=99 op=LOAD'

describe('dmesg', () => {
  test.each<[form: string, records: readonly string[]]>([
    ['default', [load, avc, written]],
    ['decode', [load, avc]],
    ['delta', [load, avc, written]],
    ['reltime', [load, avc, written]],
    ['ctime', [load, avc, written]],
    ['decode-ctime', [load, avc]],
    ['decode-notime', [load, avc]],
    ['iso', [load, avc, written]],
    ['notime-delta', [load, avc, written]],
    ['ctime-delta', [load, avc, written]],
    ['colour', [load, avc, written]],
    ['colour-reltime', [load, avc, written]],
    ['colour-decode', [load, avc]],
    ['noescape', [load, avc, written]],
    ['raw', [load, second, avc]],
    ['notime', [load, second, avc, written]],
  ])('%s', (form, records) => {
    const reading = readWith(automaticForms, fixture(`inputs/dmesg/${form}.txt`))
    expect(reading.records).toEqual(records)
    expect(reading.missing).toEqual([[12, expect.any(String)]])
  })

  test.each<[form: string, records: readonly string[]]>([
    ['json', [load, avc, written]],
    ['json-decode', [load, avc]],
  ])('%s', (form, records) => {
    const reading = readWith(automaticForms, fixture(`inputs/dmesg/${form}.json`))
    expect(reading.records).toEqual(records)
    expect(reading.missing).toEqual([[12, expect.any(String)]])
  })
})

test.each(['dmesg-variants', 'dmesg-json'])('the sample %s', (name) => {
  const folder = name === 'dmesg-json' ? 'json' : 'text'
  const extension = name === 'dmesg-json' ? 'json' : 'txt'
  const { records, sources } = readWith(automaticForms, fixture(`inputs/${folder}/${name}.${extension}`))
  expect(records).toEqual(fixtureLines(`inputs/${folder}/${name}.expected.log`))
  expect(lossesOf(sources)).toEqual(['no-daemon-records', 'no-enrichment'])
})

test.each<[capture: string, records: number]>([
  ['dmesg', 125],
  ['dmesg-norules', 85],
  ['dmesg-mixed', 178],
])('the capture %s: every line with an audit record is read', (capture, count) => {
  const path = `captures/${capture}/dmesg.txt`
  const wanted = fixtureLines(path).filter((line) => /^\[ *[\d.]+\] audit: type=\d{4} audit\(/.test(line))
  const { records, unknownLines } = readWith(automaticForms, fixture(path))
  expect(records).toHaveLength(wanted.length)
  expect(wanted).toHaveLength(count)
  expect(unknownLines).toBe(0)
})

describe('lines', () => {
  const text = 'audit: type=1334 audit(1700000000.101:41): prog-id=41 op=LOAD'
  test.each<[line: string, records: readonly string[]]>([
    [`[    5.507898][   T59] ${text}`, [load]],
    [`[    5.507898] [    C3] ${text}`, [load]],
    [`<5>[    5.507898] [  T59] ${text}`, [load]],
    [`<5>${text}`, [load]],
    [`\r\x1b[K[    5.507898] ${text}\r\r`, [load]],
    [`\x1b(B\x1b[m[    5.507898] ${text}\x1b(B\x1b[m`, [load]],
    [`\x1b]0;screen\x07[    5.507898] ${text}`, [load]],
    [`5,1234,5507898,-;${text}`, [load]],
    [`6,339,5140900,c,caller=T59;${text}`, [load]],
    // A program's, by its facility.
    [`13,1234,5507898,-;${text}`, []],
    [`<13>[    5.507898] ${text}`, []],
    [`user  :notice: [    5.507898] ${text}`, []],
    // Other brackets are no time.
    [`[41] ${text}`, []],
    [`[  OK  ] ${text}`, []],
    [`[x] ${text}`, []],
    [`[    5.507898]${text}`, []],
    [`[    5.507898] usb 1-1: Product: ${text}`, []],
    [`[    5.507898] usb 1-1: Product: x\n                ${text}`, []],
    [`5,1234,5507898,-;usb 1-1: Product: x\\x0a${text}`, []],
    [`5,1234,5507898;${text}`, []],
    [`5,1234,${text}`, []],
  ])('%j', (line, records) => {
    expect(readWith(automaticForms, `${line}\n`).records).toEqual(records)
  })

  test('/dev/kmsg: every escape is undone, and the lines about the device are no text', () => {
    const lines = [
      "5,1,2,-;audit: type=1112 audit(1.000:2): msg='op=\\x5cx41 \\xc3\\xa9\\x0a'",
      ' SUBSYSTEM=usb',
      ' DEVICE=type=1334 audit(1.000:3): prog-id=1 op=LOAD',
      '5,2,3,-;audit: type=1334 audit(1.000:4): prog-id=1 op=LOAD',
    ]
    expect(readWith(automaticForms, lines.join('\n')).records).toEqual([
      "type=USER_LOGIN msg=audit(1.000:2): msg='op=\\x41 \xc3\xa9 '",
      'type=BPF msg=audit(1.000:4): prog-id=1 op=LOAD',
    ])
  })

  test('in what dmesg prints escapes are not certain, and that is said', () => {
    const { records, sources } = readWith(
      automaticForms,
      "[    1.000000] audit: type=1112 audit(1.000:2): msg='\\x01 \\x41'\n",
    )
    expect(records).toEqual(["type=USER_LOGIN msg=audit(1.000:2): msg='\x01 \\x41'"])
    expect(lossesOf(sources)).toContain('ambiguous-escapes')
  })

  test.each([973, 989, 1021])('a text of %d bytes may have been cut', (size) => {
    const record = 'audit: type=1334 audit(1.000:4): prog-id='.padEnd(size, '1')
    const losses = (line: string) => lossesOf(readWith(automaticForms, `[    1.000000] ${line}\n`).sources)
    expect(losses(record)).toContain('maybe-truncated')
    expect(losses(`${record}1`)).not.toContain('maybe-truncated')
  })

  test('what was dropped is counted', () => {
    const lines = [text, '** 1160 printk messages dropped **', '[    5.6] ** 7 printk messages dropped **']
    expect(readWith(automaticForms, `${lines.join('\n')}\n`).missing).toEqual([
      [1160, '1700000000.101:41'],
      [7, '1700000000.101:41'],
    ])
  })

  test('a record that a mail has wrapped is counted', () => {
    const lines = [
      '[    4.7] audit: ',
      'type=1334 audit(1700000000.101:41): prog-id=41 op=LOAD',
      '[    4.7] audit: type=1300',
      'audit(1700000000.101:41): arch=c000003e',
      '[    4.7] audit: type=1300 audit(1700000000.101:41): arch=c000003e syscall=321 success=yes',
      'exit=8 a0=5 a1=7ffd1a871140',
    ]
    const { records, sources } = readWith(automaticForms, `${lines.join('\n')}\n`)
    expect(records).toHaveLength(2)
    expect(unreadOf(sources, 'malformed')).toBe(3)
    expect(lossesOf(sources)).toContain('maybe-truncated')
  })
})
