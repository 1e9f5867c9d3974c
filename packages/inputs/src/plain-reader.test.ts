// A reader of auditd's log alone, and that of every form with the same choice: they tell the same.
import type { LogEvent } from '@ts-audit/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { automaticForms } from './input-forms.ts'
import { InputReader } from './input-reader.ts'
import { PlainReader } from './plain-reader.ts'
import { fixture } from './testing/fixture.ts'

const LINES: readonly string[] = [
  'type=BPF msg=audit(1700000000.100:1): prog-id=7 op=LOAD',
  'type=SYSCALL msg=audit(1700000000.100:1): arch=c000003e syscall=321 success=yes',
  'node=a type=LOGIN msg=audit(1700000001.200:2): pid=1 uid=0',
  'type=LOGIN msg=audit(bad): pid=1',
  'type=USER_LOGIN msg=audit(11/22/2026 10:00:00.100:3) : pid=1 uid=root',
  'Nov 22 10:00:00 host kernel: audit: type=1334 audit(1700000002.000:4): prog-id=8 op=LOAD',
  '{"MESSAGE":"audit: type=1334 audit(1700000002.000:5): prog-id=9 op=LOAD","_TRANSPORT":"audit"}',
  'Nov 22 10:00:00 host sshd[1]: a line of another program',
  '----',
  '',
  'x'.repeat(10_000),
  '\x7fELF',
]

/** What a reader of these files, cut into chunks, has told. */
async function told(
  reader: InputReader | PlainReader,
  events: string[],
  files: readonly (readonly Uint8Array[])[],
): Promise<unknown> {
  for (const [index, chunks] of files.entries()) {
    for (const chunk of chunks) {
      // A chunk is written over once it is pushed, except for the records in flight.
      expect(reader.push(chunk.slice())).toBe(true)
      if (reader instanceof PlainReader) await reader.catchUp()
    }
    if (index < files.length - 1) reader.endFile()
    else reader.end()
    if (reader instanceof PlainReader) await reader.catchUp()
  }
  const { counters, report, choice, bytesRead } = reader
  return { events, counters, report, choice, bytesRead }
}

function sinkInto(events: string[]): (event: LogEvent) => boolean {
  return (event) => {
    events.push(`${event.seconds}:${event.serial} ${event.records.map(({ type }) => type)}`)
    return true
  }
}

async function expectSame(choice: 'audit' | 'compatible', files: readonly (readonly Uint8Array[])[]) {
  const [plain, other]: [string[], string[]] = [[], []]
  const read = await told(new PlainReader({ choice, sink: sinkInto(plain) }), plain, files)
  const expected = await told(
    new InputReader({ choice, forms: automaticForms, sink: sinkInto(other) }),
    other,
    files,
  )
  expect(read).toEqual(expected)
}

test.each(['audit', 'compatible'] as const)('any lines, in any chunks of some files (%s)', async (choice) => {
  const file = fc
    .tuple(fc.array(fc.constantFrom(...LINES), { maxLength: 12 }), fc.boolean(), fc.array(fc.nat(400)))
    .map(([lines, isWhole, cuts]) => {
      const bytes = Buffer.from(lines.join('\n') + (isWhole ? '\n' : ''))
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
      return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
    })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 3 }), (files) => expectSame(choice, files)),
    { numRuns: 150 },
  )
})

test('a capture of auditd has nothing beside its records', async () => {
  await expectSame('compatible', [[fixture('captures/bpf-basic/audit.log')]])
})
