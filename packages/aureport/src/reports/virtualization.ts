/** `--virt`: virtual machines and containers. */
import { VIRTUALIZATION } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const virtualization = defineReport({
  name: 'virt',
  options: ['--virt'],
  meaning: 'Virtualization report',
  argument: 'none',
  types: typeSet(VIRTUALIZATION),
  steps: [],
  detailed: {
    title: 'Virtualization Report',
    heading: '# date time type success event',
    rules: [30, 30],
    columns: { type: firstType, success, serial },
  },
  summary: { title: 'Virtualization', heading: 'type', rule: 29, createCounter: typeCounter },
})
