/** `-n`: anomalies that the kernel or programs noticed. */
import { firstType, serial } from '../columns/event-columns.ts'
import { exeOrCommOf, hostOf, terminalOf, textColumn } from '../columns/text-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

const SECCOMP = 1326

export const anomaly = defineReport({
  name: 'anomaly',
  options: ['-n', '--anomaly'],
  meaning: 'aNomaly report',
  argument: 'refused',
  types: typeSet([2100, 2199], [1700, 1799], SECCOMP),
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
