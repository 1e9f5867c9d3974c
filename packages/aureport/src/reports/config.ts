/** `-c`: changes of the audit system's own configuration, of the firewall and of access policies. */
import * as RecordType from '@ts-audit/tables/record-type'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const config = defineReport({
  name: 'config',
  options: ['-c', '--config'],
  meaning: 'Config change report',
  argument: 'none',
  types: typeSet(
    RecordType.CONFIG_CHANGE,
    RecordType.DAEMON_CONFIG,
    RecordType.USYS_CONFIG,
    RecordType.NETFILTER_CFG,
    RecordType.FEATURE_CHANGE,
    RecordType.USER_MAC_CONFIG_CHANGE,
    [RecordType.MAC_POLICY_LOAD, RecordType.MAC_UNLBL_STCDEL],
  ),
  steps: ['auid'],
  detailed: {
    title: 'Config Change Report',
    heading: '# date time type auid success event',
    rules: [35, 35],
    columns: { type: firstType, auid: auidColumn('raw'), success, serial },
  },
  summary: { title: 'Config Change', heading: 'type', rule: 28, createCounter: typeCounter },
})
