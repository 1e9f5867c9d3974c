/** `-p`: processes. */
import { UNSET } from '@ts-audit/auparse/search'
import { pid as pidColumn, serial, syscall } from '../columns/event-columns.ts'
import { exeOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { numberCounter } from '../summary/summary-form.ts'

export const pid = defineReport({
  name: 'pid',
  options: ['-p', '--pid'],
  meaning: 'Pid report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.pid >= 0,
  steps: ['exe', 'auid'],
  detailed: {
    title: 'Process ID Report',
    heading: '# date time pid exe syscall auid event',
    rules: [38, 38],
    columns: {
      pid: pidColumn,
      exe: textColumn(exeOf, 'escaped', '?'),
      syscall,
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Pid',
    heading: 'pid',
    rule: 26,
    qualification: { holds: ({ attributes }) => attributes.pid !== UNSET },
    createCounter: numberCounter('number', ({ attributes }) => attributes.pid),
  },
})
