/** `-s`: system calls. */
import { pid, serial, syscall as syscallColumn, syscallText } from '../columns/event-columns.ts'
import { commOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { textCounter } from '../summary/summary-form.ts'

/** Names are counted by this many bytes (spec 05 §8.2). */
const LONGEST_KEY = 31

export const syscall = defineReport({
  name: 'syscall',
  options: ['-s', '--syscall'],
  meaning: 'Syscall report',
  argument: 'refused',
  // Number 0, `read` on x86_64, cannot be told from no syscall: a quirk of the reference.
  holds: ({ attributes }) => attributes.syscall !== 0,
  steps: ['comm', 'auid'],
  detailed: {
    title: 'Syscall Report',
    heading: '# date time syscall pid comm auid event',
    rules: [39, 39],
    columns: {
      syscall: syscallColumn,
      pid,
      comm: textColumn(commOf, 'escaped', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Syscall',
    heading: 'syscall',
    rule: 26,
    qualification: { holds: ({ attributes }) => attributes.syscall > 0 },
    createCounter: textCounter('escaped', (row, tally) => {
      tally.addText(syscallText(row).slice(0, LONGEST_KEY))
    }),
  },
})
