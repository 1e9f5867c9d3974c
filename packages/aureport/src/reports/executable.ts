/** `-x`: executables. */
import { serial } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { attributeCounter } from '../summary/summary-form.ts'

export const executable = defineReport({
  name: 'executable',
  options: ['-x', '--executable'],
  meaning: 'eXecutable name report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.exe !== undefined,
  steps: ['terminal', 'host', 'exe', 'auid'],
  detailed: {
    title: 'Executable Report',
    heading: '# date time exe term host auid event',
    rules: [36, 36],
    columns: {
      exe: textColumn(exeOf, 'escaped', '?'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      host: textColumn(hostOf, 'raw', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Executable',
    heading: 'file',
    rule: 33,
    createCounter: attributeCounter('escaped', 'exe'),
  },
})
