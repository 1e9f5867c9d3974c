/** `-m`: changes to accounts, groups and roles. */
import * as RecordType from '@ts-audit/tables/record-type'
import { serial, success } from '../columns/event-columns.ts'
import { exeOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn, changedAccount } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const accountChanges = defineReport({
  name: 'mods',
  options: ['-m', '--mods'],
  meaning: 'Modification to accounts report',
  argument: 'none',
  types: typeSet(
    RecordType.USER_CHAUTHTOK,
    [RecordType.ADD_USER, RecordType.DEL_GROUP],
    RecordType.USER_MGMT,
    RecordType.GRP_MGMT,
    RecordType.ROLE_ASSIGN,
    RecordType.ROLE_REMOVE,
  ),
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
      acct: changedAccount,
      success,
      serial,
    },
  },
  summary: { title: 'Acct Modification', heading: 'type', rule: 32, createCounter: typeCounter },
})
