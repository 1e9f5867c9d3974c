/** The walk over bytes against the specification's wording of it, on mutated and on arbitrary lines. */

import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import { unescapeC } from '@ts-audit/testing/fixtures'
import { runs } from '@ts-audit/testing/runs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../../testing/fixture-rows.ts'
import { modelWalk } from '../../testing/walk-model.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { ByteSink, latin1Bytes } from '../byte-sink.ts'
import { createInterpretContext } from '../create-context.ts'
import type { EscapeMode } from '../escape/escape-mode.ts'
import { BulkInterpreter } from './bulk-interpreter.ts'
import { RecordInterpreter } from './record-interpreter.ts'

const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')
const stamp = { node: undefined, seconds: 1, milliseconds: 2, serial: 3, exact: undefined }
const HEADER = 'type=? msg=audit(1.002:3)'

/** Lines of the specification's examples, without what stands before the end of their stamp. */
const lines = fixtureRows('interpret-examples.tsv')
  .flatMap(([log]) => unescapeC(log!).split('\n'))
  .filter((line) => line.includes(')') && line.length < 1000)
  .map((line) => line.slice(line.indexOf(')') + 1))

const pieces = fc.constantFrom(
  ...[
    '=',
    ' ',
    ',',
    '"',
    "'",
    '(',
    ')',
    '\x01',
    '\x1d',
    '00',
    '-',
    '{ }',
    ' key=',
    ' acct=',
    ' subj=a,b ',
    ' (subj=a,b ',
    ' uid=1',
    ':',
  ],
  ...[
    ' hook=1 uid=1',
    ' data=6C730D',
    ' a0=2',
    ' a1=40',
    ' arch=40000003',
    ' syscall=102',
    ' exit=-13',
    'UID="x"',
    "msg='",
  ],
  ...[
    ' proctitle=0041',
    ' saddr=02000035',
    ' name=(x',
    ' fan_type=1',
    ' fan_info=3137',
    ' ses=4294967295',
    '\xff',
    '\x1b',
  ],
)
const types = fc.constantFrom(
  1300,
  1326,
  1336,
  1309,
  1302,
  1327,
  1400,
  1124,
  1121,
  1116,
  1324,
  1312,
  1325,
  1330,
  1100,
  2404,
)
const modes = fc.constantFrom<EscapeMode>('raw', 'tty', 'shell', 'shell_quote')

/** A line with pieces put into it, or cut out of it. */
const mutated = fc
  .tuple(fc.constantFrom(...lines), fc.array(fc.tuple(fc.nat(600), fc.nat(12), pieces), { maxLength: 4 }))
  .map(([line, edits]) =>
    edits.reduce(
      (text, [at, cut, piece]) =>
        text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + cut),
      line,
    ),
  )
const arbitrary = fc.uint8Array({ maxLength: 400 }).map((bytes) => String.fromCharCode(...bytes))

interface Line {
  readonly type: number
  readonly text: string
}

function fastWalk(records: readonly Line[], escapeMode: EscapeMode): string[] {
  const interpreter = new RecordInterpreter(createInterpretContext({ accounts, escape: escapeMode }))
  return records.map(({ type, text }) => {
    const line = latin1Bytes(`${HEADER}${text}`)
    const cut = line.indexOf(0x1d)
    const textEnd = cut < 0 ? line.length : cut
    const record = { bytes: line, start: 0, body: -1, textEnd, end: line.length, type, terminated: true }
    const out = new ByteSink()
    interpreter.write(record, { ...stamp, type, records: [record] }, out)
    return out.text().slice(out.text().indexOf(') ') + 2)
  })
}

/** The same by way of WebAssembly, whose tables remember: all records in one buffer, and all of them `times` times. */
function bulkWalk(records: readonly Line[], escapeMode: EscapeMode, times: number): string[] {
  const interpreter = new BulkInterpreter(createInterpretContext({ accounts, escape: escapeMode }))
  const all = latin1Bytes(records.map(({ text }) => `${HEADER}${text}\n`).join(''))
  let start = 0
  const views = records.map(({ type, text }) => {
    const end = start + HEADER.length + text.length
    const cut = all.subarray(start, end).indexOf(0x1d)
    const textEnd = cut < 0 ? end : start + cut
    const record = { bytes: all, start, body: start + HEADER.length, textEnd, end, type, terminated: true }
    start = end + 1
    return record
  })
  return Array.from({ length: times }, () => views)
    .flat()
    .map((record) => {
      const out = new ByteSink()
      interpreter.write(record, { ...stamp, type: record.type, records: [record] })
      interpreter.flush(out)
      return out.text().slice(out.text().indexOf(') ') + 2)
    })
}

function slowWalk(records: readonly Line[], escapeMode: EscapeMode): string[] {
  const context = createInterpretContext({ accounts, escape: escapeMode })
  return records.map(({ type, text }) => {
    const cut = text.indexOf('\x1d')
    const [shown, part] = cut < 0 ? [text, undefined] : [text.slice(0, cut), text.slice(cut + 1)]
    return modelWalk(shown, type, part, context)
  })
}

describe('the walk over bytes prints what the walk over texts prints', () => {
  const check = (line: fc.Arbitrary<string>, numRuns: number) =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ type: types, text: line }), { minLength: 1, maxLength: 4 }),
        modes,
        (records, mode) => {
          const expected = slowWalk([...records, ...records, ...records], mode)
          expect(fastWalk(records, mode)).toEqual(expected.slice(0, records.length))
          expect(bulkWalk(records, mode, 3)).toEqual(expected)
        },
      ),
      { numRuns },
    )
  test('on mutated lines of the specification', () => check(mutated, runs(6000)))
  test('on arbitrary bytes', () => check(arbitrary, runs(1500)))
})

describe('work is linear in the length of a line', () => {
  test.each<[what: string, lineOf: (long: number) => string]>([
    ['equals signs', (long) => '='.repeat(long)],
    ['quotes', (long) => '"'.repeat(long)],
    ['commas', (long) => ','.repeat(long)],
    ['unclosed quotes', (long) => ' comm="'.repeat(long / 7)],
    ['labels', (long) => ' subj=a,'.repeat(long / 8)],
    ['brackets', (long) => '('.repeat(long)],
    ['keys', (long) => ` key=${'61'.repeat(long / 2)}`],
    ['names', (long) => Array.from({ length: long / 10 }, (_, n) => ` n${n}=1`).join('')],
    ['enriched arguments', (long) => `${' a1=1'.repeat(long / 10)}\x1d${'X=1 '.repeat(long / 10)}`],
  ])('%s', async (_what, lineOf) => {
    const long = lineOf(100_000)
    for (const type of [1300, 1309]) {
      const once = fastWalk([{ type, text: long }], 'tty')
      expect(once[0]?.endsWith('\n')).toBe(true)
      expect(bulkWalk([{ type, text: long }], 'tty', 2)).toEqual([...once, ...once])
      for (const walk of [fastWalk, bulkWalk]) {
        const run = (text: string): void => void walk([{ type, text }], 'tty', 2)
        expect(await growthOfWork(lineOf, run, 20_000)).toBeLessThan(MOST_GROWTH)
      }
    }
  })
})
