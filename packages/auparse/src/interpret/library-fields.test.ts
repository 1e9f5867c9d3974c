/** The library's view of logs: names, raw values, types and interpretations, beside the reference's. */
import { fieldTypeName } from '@ts-audit/tables/field-types'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { describe, expect, test } from 'vitest'
import { fixtureRows, unescapeC } from '../../testing/fixture-rows.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { createInterpretContext, forgetFanType } from '../context.ts'
import { fieldType } from '../fields/field-type.ts'
import { splitRecord } from '../fields/split-record.ts'
import { interpretFieldAt } from './interpret-field.ts'

type RecordRow = [number, string | null, [string, string, string, string | null][]]

const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')

/** The rows ran without AppArmor, aarch64 and io_uring tables; the target has them (spec 03 §0.4, full build). */
const FULL_BUILD: readonly (readonly [log: string, base: string, full: string])[] = [
  ['apparmor=', '"UNCLASSIFIED", "\\"DENIED\\""', '"ESCAPED", "DENIED"'],
  ['apparmor=', '"UNCLASSIFIED", "\\"open\\""', '"ESCAPED", "open"'],
  ['apparmor=', '"UNCLASSIFIED", "\\"p\\""', '"ESCAPED", "p"'],
  ['arch=c00000b7', 'unknown-elf-type(c00000b7)', 'aarch64'],
  ['arch=c00000b7', '"clone"', '"openat"'],
  ['arch=c00000b7', '0xffffff9c', 'AT_FDCWD'],
  ['arch=c00000b7', '"0x2"', '"O_RDWR"'],
  ['uring_op=', 'unknown-syscall(18)', 'openat'],
]

function onFullBuild(log: string, json: string): string {
  const rules = FULL_BUILD.filter(([part]) => log.includes(part))
  return rules.reduce((text, [, base, full]) => text.replace(base, full), json)
}

function libraryView(log: string): RecordRow[] {
  const context = createInterpretContext({ accounts })
  const records = log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const cut = line.indexOf('\x1d')
      return cut < 0 ? splitRecord(line) : splitRecord(line.slice(0, cut), line.slice(cut + 1))
    })
  forgetFanType(context)
  return records.map((record, number) => [
    record.type,
    recordTypeName(record.type) ?? null,
    record.fields.map(({ name, value }, index) => [
      name,
      value,
      fieldTypeName(fieldType(record.type, name, value)),
      interpretFieldAt(record, index, context, records.slice(number + 1)) ?? null,
    ]),
  ])
}

describe('splitting, types and interpretations are the reference’s', () => {
  const rows = fixtureRows('library-fields.tsv')
  test('all rows are there', () => expect(rows.length).toBe(79))
  test.each(rows)('%s', (log, expected) => {
    const wanted: RecordRow[] = JSON.parse(onFullBuild(log!, expected!))
    expect(libraryView(unescapeC(log!))).toEqual(wanted)
  })
})
