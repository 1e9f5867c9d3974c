/** The library's view of logs: names, raw values, types and interpretations, beside the reference's. */
import { fieldTypeName } from '@ts-audit/tables/field-types'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { unescapeC } from '@ts-audit/testing/fixtures'
import { describe, expect, test } from 'vitest'
import { fixtureRows, onFullBuild } from '../../testing/fixture-rows.ts'
import { accountsFromText } from '../accounts/accounts.ts'
import { forgetFanType } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import { fieldType } from '../fields/field-type.ts'
import { splitRecord } from '../fields/split-record.ts'
import { interpretFieldAt } from './interpret-field.ts'

type RecordRow = [number, string | null, [string, string, string, string | null][]]

const accounts = accountsFromText('root:x:0:0::/:\ndaemon:x:1:1::/:\n', 'root:x:0:\ndaemon:x:1:\n')

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
