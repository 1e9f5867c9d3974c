/** `-u`: users. Events are chosen by their uid, and listed by their audit uid (spec 05 §7.2). */
import { NOT_RECORDED, UNSET_ID } from '@ts-audit/auparse/search'
import { serial } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { userCounter } from '../summary/summary-form.ts'

/** Names are counted by this many bytes (spec 05 §6.2). */
const LONGEST_KEY = 31

export const user = defineReport({
  name: 'user',
  options: ['-u', '--user'],
  meaning: 'User name report',
  argument: 'refused',
  holds: ({ attributes }) => attributes.uid !== UNSET_ID,
  steps: ['terminal', 'host', 'exe', 'uid', 'auid'],
  detailed: {
    title: 'User ID Report',
    heading: '# date time auid term host exe event',
    rules: [36, 36],
    columns: {
      auid: auidColumn('escaped'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      host: textColumn(hostOf, 'raw', '?'),
      exe: textColumn(exeOf, 'escaped', '?'),
      serial,
    },
  },
  summary: {
    title: 'User',
    heading: 'auid',
    rule: 27,
    qualification: { holds: ({ attributes }) => attributes.auid !== NOT_RECORDED },
    createCounter: userCounter(() => false, LONGEST_KEY),
  },
})
