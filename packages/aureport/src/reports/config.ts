/** `-c`: changes of the audit system's own configuration, of the firewall and of access policies. */
import { firstType, serial, success } from '../columns/event-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

const CONFIG_CHANGE = 1305
const DAEMON_CONFIG = 1203
const USYS_CONFIG = 1111
const NETFILTER_CFG = 1325
const FEATURE_CHANGE = 1328
const USER_MAC_CONFIG_CHANGE = 2312
const MAC_POLICY_LOAD = 1403
const MAC_UNLBL_STCDEL = 1417

export const config = defineReport({
  name: 'config',
  options: ['-c', '--config'],
  meaning: 'Config change report',
  argument: 'none',
  types: typeSet(
    CONFIG_CHANGE,
    DAEMON_CONFIG,
    USYS_CONFIG,
    NETFILTER_CFG,
    FEATURE_CHANGE,
    USER_MAC_CONFIG_CHANGE,
    [MAC_POLICY_LOAD, MAC_UNLBL_STCDEL],
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
