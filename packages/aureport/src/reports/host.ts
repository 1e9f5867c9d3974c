/** `-h`: remote hosts. */
import { serial, syscall } from '../columns/event-columns.ts'
import { hostOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { attributeCounter } from '../summary/summary-form.ts'

export const host = defineReport({
  name: 'host',
  options: ['-h', '--host'],
  meaning: 'Remote Host name report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.host !== undefined,
  steps: ['host', 'auid'],
  detailed: {
    title: 'Host Report',
    heading: '# date time host syscall auid event',
    rules: [35, 35],
    columns: { host: textColumn(hostOf, 'raw', '(null)'), syscall, auid: auidColumn('escaped'), serial },
  },
  summary: { title: 'Host', heading: 'host', rule: 27, createCounter: attributeCounter('raw', 'host') },
})
