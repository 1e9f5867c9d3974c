/** `-au`: who proved to be who they are, or failed to. */
import { NOT_RECORDED } from '@ts-audit/auparse/search'
import * as RecordType from '@ts-audit/tables/record-type'
import { serial, success } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { acctOrUid } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { userCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

const authenticated = typeSet(RecordType.USER_AUTH)

/** The audit uid is never looked for (spec 05 §7.2), so the summary is by account wherever one is named. */
export const authentication = defineReport({
  name: 'auth',
  options: ['-au', '--auth'],
  meaning: 'Authentication report',
  argument: 'none',
  types: typeSet(RecordType.USER_AUTH, RecordType.USER_MGMT),
  holds: ({ event, attributes }) => attributes.success === 0 || authenticated.matches(event),
  steps: ['exe', 'host', 'terminal', 'uid'],
  detailed: {
    title: 'Authentication Report',
    heading: '# date time acct host term exe success event',
    rules: [44, 44],
    columns: {
      acct: acctOrUid,
      host: textColumn(hostOf, 'raw', '(null)'),
      terminal: textColumn(terminalOf, 'raw', '(null)'),
      exe: textColumn(exeOf, 'raw', '(null)'),
      success,
      serial,
    },
  },
  summary: {
    title: 'Authentication',
    heading: 'acct',
    rule: 29,
    createCounter: userCounter(({ auid }) => auid === NOT_RECORDED),
  },
})
