/** `-k`: keys of audit rules. */
import { type ByteSpan, spanText } from '@ts-audit/auparse/search'
import { serial, success } from '../columns/event-columns.ts'
import { exeOf, firstKeyOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { textCounter } from '../summary/summary-form.ts'

const NO_KEY = '(null)'

/** Whether a rule gave this key; the kernel writes `key=(null)` for rules that have none. */
export function isKey(key: ByteSpan): boolean {
  return key.end - key.start !== NO_KEY.length || spanText(key) !== NO_KEY
}

export const key = defineReport({
  name: 'key',
  options: ['-k', '--key'],
  meaning: 'Key report',
  argument: 'refused',
  // A key list without keys crashes the reference; here it counts as none (spec 05 §13).
  holds: ({ attributes: { keys: [first] = [] } }) => first !== undefined && isKey(first),
  steps: ['exe', 'key', 'auid'],
  detailed: {
    title: 'Key Report',
    heading: '# date time key success exe auid event',
    rules: [47, 47],
    columns: {
      key: textColumn(firstKeyOf, 'raw', '(null)'),
      success,
      exe: textColumn(exeOf, 'escaped', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Key',
    heading: 'key',
    rule: 27,
    qualification: { holds: ({ attributes }) => attributes.keys !== undefined },
    createCounter: textCounter('escaped', ({ attributes: { keys = [] } }, tally) => {
      for (const candidate of keys) if (isKey(candidate)) tally.add(candidate)
    }),
  },
})
