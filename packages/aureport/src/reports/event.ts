/** `-e`: every event. */
import { UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'

export const event = defineReport({
  name: 'event',
  options: ['-e', '--event'],
  meaning: 'Event report',
  argument: 'none',
  steps: ['auid'],
  detailed: {
    title: 'Event Report',
    heading: '# date time event type auid success',
    rules: [35, 35],
    columns: { serial, type: firstType, auid: auidColumn('escaped'), success },
  },
  summary: {
    title: 'Event',
    heading: 'type',
    rule: 22,
    qualification: { holds: ({ event: { type } }) => type !== UNKNOWN_RECORD_TYPE },
    createCounter: typeCounter,
  },
})
