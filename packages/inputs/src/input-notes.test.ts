// What people are told about an input: nothing about a log that was read whole, and a line about everything else.
import { describe, expect, test } from 'vitest'
import type { InputChoice } from './input-choice.ts'
import { inputNotes } from './input-notes.ts'
import { InputReader } from './input-reader.ts'

const record = (serial: number) => `type=BPF msg=audit(1.000:${serial}): prog-id=1 op=LOAD\n`
const kernel = (serial: number) => `audit: type=1334 audit(1.000:${serial}): prog-id=1 op=LOAD\n`

function notesOf(input: string, choice: InputChoice): string[] {
  const reader = new InputReader({ sink: () => true, choice })
  reader.push(new TextEncoder().encode(input))
  reader.end()
  const { records, malformed, cutLines, cutRecords } = reader.counters
  return inputNotes(reader.report, {
    records,
    malformed: Object.values(malformed).reduce((sum, lines) => sum + lines, 0),
    cutLines,
    cutRecords,
    readEverything: '--input-format any',
  })
}

describe('nothing is said of', () => {
  test.each<[what: string, input: string, choice: InputChoice]>([
    ['a log', record(1), 'auto'],
    ['a log that is read with everything', record(1) + record(2), 'any'],
    ['an empty input', '', 'auto'],
    ['a line in twenty that is none', `${record(1).repeat(20)}odd\n`, 'auto'],
  ])('%s', (_, input, choice) => {
    expect(notesOf(input, choice)).toEqual([])
  })
})

test.each<[what: string, input: string, choice: InputChoice, notes: readonly RegExp[]]>([
  [
    'another form',
    kernel(1) + kernel(2),
    'auto',
    [/^NOTE - 2 records read from the kernel's text.*; names of/],
  ],
  [
    'what is missing',
    `${kernel(1)}kauditd_printk_skb: 12 callbacks suppressed\n`,
    'any',
    [/1 record read .*; it says that 12 messages are missing/],
  ],
  ['no record', 'hello\nworld\n', 'auto', [/^NOTE - no audit record in 2 lines, such as: hello$/]],
  ['no record, where everything is read', 'hello\n', 'any', [/^NOTE - no audit record in 1 line, /]],
  [
    'a good part that is none',
    `${record(1)}hello\n`,
    'auto',
    [/^NOTE - not audit records: 1 line, such as: hello$/],
  ],
  [
    'what a log has beside',
    record(1) + kernel(2),
    'auto',
    [/^NOTE - 1 record of the kernel's text .* not read: --input-format any reads them$/],
  ],
  [
    'a text of another program in syslog',
    `Nov 14 22:13:20 web1 shipper: ${record(1)}`,
    'auto',
    [
      /^NOTE - 1 not read from syslog: audit text under the tag of another program; .* --syslog-tag NAME reads it/,
    ],
  ],
  [
    'a text of another program in the journal',
    `${JSON.stringify({ _TRANSPORT: 'syslog', SYSLOG_IDENTIFIER: 'shipper', MESSAGE: record(1).trim() })}\n`,
    'auto',
    [/^NOTE - 1 not read from journalctl's JSON: .* --syslog-tag NAME reads it/],
  ],
  [
    'what a program wrote to the log of the kernel',
    `<13>[    5.507898] ${kernel(1)}`,
    'auto',
    [
      /^NOTE - 1 not read from the kernel's log \(dmesg\): text of the kernel that another program has written$/,
    ],
  ],
  [
    'a line that is longer than any',
    `${kernel(1).repeat(20)}Nov 14 22:13:20 web1 audispd: ${record(1).trim()}${'a'.repeat(2 << 20)}`,
    'auto',
    [/^NOTE - 20 records read/, /^NOTE - left out: 1 line of more than 1 MiB$/],
  ],
  [
    'what is beyond the length of a line',
    `${record(1).trim()} x=${'a'.repeat(20_000)}\n${record(2)}`,
    'auto',
    [/^NOTE - left out: what is beyond the 8969 bytes that a line may have, of 1 record$/],
  ],
  [
    'a text under an unknown key',
    `${JSON.stringify({ odd: record(1).trim() })}\n`,
    'auto',
    [
      /^NOTE - 1 not read from JSON: JSON without audit text under a key that is known; give what jq -r \.KEY prints/,
    ],
  ],
  [
    'arguments as one text',
    '{"ID":"1.000:1","EXECVE":{"argc":1,"ARGV_STR":"a"}}\n',
    'auto',
    [/^NOTE - 1 not read from laurel's JSON: EXECVE records whose arguments are one text; let laurel write/],
  ],
  ['control characters', '\x1b[2Jgone\n', 'auto', [/such as: \.\[2Jgone$/]],
  ['a refused input', `LPKSHHRH${'\0'.repeat(80)}`, 'auto', [/an input was not read: it is a journal file/]],
])('%s', (_, input, choice, notes) => {
  expect(notesOf(input, choice)).toEqual(notes.map((note) => expect.stringMatching(note)))
})
