/** `-n`: anomalies that the kernel or programs noticed. */
import * as RecordType from '@ts-audit/tables/record-type'
import { KERNEL_ANOMALIES, USER_ANOMALIES } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial } from '../columns/event-columns.ts'
import { exeOrCommOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const anomaly = defineReport({
  name: 'anomaly',
  options: ['-n', '--anomaly'],
  meaning: 'aNomaly report',
  argument: 'refused',
  types: typeSet(USER_ANOMALIES, KERNEL_ANOMALIES, RecordType.SECCOMP),
  steps: ['terminal', 'host', 'exe', 'comm', 'auid'],
  detailed: {
    title: 'Anomaly Report',
    heading: '# date time type exe term host auid event',
    rules: [41, 41],
    columns: {
      type: firstType,
      exe: textColumn(exeOrCommOf, 'escaped', '?'),
      terminal: textColumn(terminalOf, 'raw', '?'),
      host: textColumn(hostOf, 'raw', '?'),
      auid: auidColumn('escaped'),
      serial,
    },
  },
  summary: { title: 'Anomaly', heading: 'type', rule: 22, createCounter: typeCounter },
})
