/** `-ma`: changes of mandatory access control: policies, booleans, labels. */
import * as RecordType from '@ts-audit/tables/record-type'
import { USER_LABELS } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const mac = defineReport({
  name: 'mac',
  options: ['-ma', '--mac'],
  meaning: 'Mandatory Access Control (MAC) report',
  argument: 'none',
  types: typeSet([RecordType.MAC_POLICY_LOAD, RecordType.MAC_UNLBL_STCDEL], USER_LABELS),
  steps: ['auid'],
  detailed: {
    title: 'MAC Report',
    heading: '# date time auid type success event',
    rules: [35, 35],
    columns: { auid: auidColumn('raw'), type: firstType, success, serial },
  },
  summary: {
    title: 'MAC',
    heading: 'type',
    rule: 18,
    // The summary knows fewer types than the detailed form: a quirk of the reference.
    qualification: { types: typeSet([RecordType.MAC_POLICY_LOAD, RecordType.MAC_MAP_DEL], USER_LABELS) },
    createCounter: typeCounter,
  },
})
