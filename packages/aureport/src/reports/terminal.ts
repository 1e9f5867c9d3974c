/** `-tm`: terminals. */
import { serial } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { attributeCounter } from '../summary/summary-form.ts'

export const terminal = defineReport({
  name: 'terminal',
  options: ['-tm', '--terminal'],
  meaning: 'TerMinal name report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.terminal !== undefined,
  steps: ['terminal', 'host', 'exe', 'auid'],
  detailed: {
    title: 'Terminal Report',
    heading: '# date time term host exe auid event',
    rules: [36, 36],
    columns: {
      terminal: textColumn(terminalOf, 'raw', '(null)'),
      host: textColumn(hostOf, 'raw', '(null)'),
      exe: textColumn(exeOf, 'escaped', '(null)'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Terminal',
    heading: 'terminal',
    rule: 31,
    createCounter: attributeCounter('raw', 'terminal'),
  },
})
