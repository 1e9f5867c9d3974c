/** `-m`: changes to accounts, groups and roles. */
import { serial, success } from '../columns/event-columns.ts'
import { acctOf, exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

const USER_MGMT = 1102
const USER_CHAUTHTOK = 1108
const ADD_USER = 1114
const DEL_GROUP = 1117
const GRP_MGMT = 1132
const ROLE_ASSIGN = 2301
const ROLE_REMOVE = 2302

export const accountChanges = defineReport({
  name: 'mods',
  options: ['-m', '--mods'],
  meaning: 'Modification to accounts report',
  argument: 'none',
  types: typeSet(USER_CHAUTHTOK, [ADD_USER, DEL_GROUP], USER_MGMT, GRP_MGMT, ROLE_ASSIGN, ROLE_REMOVE),
  steps: ['exe', 'host', 'terminal', 'auid'],
  detailed: {
    title: 'Account Modifications Report',
    heading: '# date time auid addr term exe acct success event',
    rules: [49, 49],
    columns: {
      auid: auidColumn('escaped'),
      host: textColumn(hostOf, 'raw', '?'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      exe: textColumn(exeOf, 'raw', '?'),
      acct: textColumn(acctOf, 'raw', '?'),
      success,
      serial,
    },
  },
  summary: { title: 'Acct Modification', heading: 'type', rule: 32, createCounter: typeCounter },
})
