/** `-f`: files that events are about. */
import { serial, success, syscall } from '../columns/event-columns.ts'
import { shownFile } from '../columns/file-column.ts'
import { exeOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { textCounter } from '../summary/summary-form.ts'

export const file = defineReport({
  name: 'file',
  options: ['-f', '--file'],
  meaning: 'File name report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.files !== undefined,
  steps: ['file', 'exe', 'auid'],
  detailed: {
    title: 'File Report',
    heading: '# date time file syscall success exe auid event',
    rules: [47, 47],
    columns: {
      file: shownFile,
      syscall,
      success,
      exe: textColumn(exeOf, 'escaped', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'File',
    heading: 'file',
    rule: 27,
    createCounter: textCounter('escaped', ({ attributes }, tally) => {
      for (const { name } of attributes.files ?? []) tally.add(name)
    }),
  },
})
