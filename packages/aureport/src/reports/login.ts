/** `-l`: logins. */
import * as RecordType from '@ts-audit/tables/record-type'
import { serial, success } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { loginUser } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { userCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const login = defineReport({
  name: 'login',
  options: ['-l', '--login'],
  meaning: 'Login report',
  argument: 'none',
  types: typeSet(RecordType.USER_LOGIN),
  steps: ['exe', 'host', 'terminal', 'auid'],
  detailed: {
    title: 'Login Report',
    heading: '# date time auid host term exe success event',
    rules: [44, 44],
    columns: {
      user: loginUser,
      host: textColumn(hostOf, 'raw', '(null)'),
      terminal: textColumn(terminalOf, 'raw', '(null)'),
      exe: textColumn(exeOf, 'raw', '(null)'),
      success,
      serial,
    },
  },
  summary: {
    title: 'Login',
    heading: 'auid',
    rule: 28,
    createCounter: userCounter(({ auid }) => (auid | 0) < 0),
  },
})
