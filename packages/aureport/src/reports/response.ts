/** `-r`: responses to anomalies. */
import { ANOMALY_RESPONSES } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const response = defineReport({
  name: 'response',
  options: ['-r', '--response'],
  meaning: 'Response to anomaly report',
  argument: 'refused',
  types: typeSet(ANOMALY_RESPONSES),
  steps: [],
  detailed: {
    title: 'Response to Anomaly Report',
    heading: '# date time type success event',
    rules: [30, 30],
    columns: { type: firstType, success, serial },
  },
  summary: { title: 'Anomaly Response', heading: 'type', rule: 31, createCounter: typeCounter },
})
