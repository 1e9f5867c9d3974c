/** `--comm`: commands. */
import { serial } from '../columns/event-columns.ts'
import { commOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { attributeCounter } from '../summary/summary-form.ts'

export const command = defineReport({
  name: 'comm',
  options: ['--comm'],
  meaning: 'Commands run report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.comm !== undefined,
  steps: ['terminal', 'host', 'comm', 'auid'],
  detailed: {
    title: 'Command Report',
    heading: '# date time comm term host auid event',
    // The lower rule is longer: a quirk of the reference.
    rules: [36, 37],
    columns: {
      comm: textColumn(commOf, 'escaped', '?'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      host: textColumn(hostOf, 'raw', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: {
    title: 'Command',
    heading: 'command',
    rule: 33,
    createCounter: attributeCounter('escaped', 'comm'),
  },
})
