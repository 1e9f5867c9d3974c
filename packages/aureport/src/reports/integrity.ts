/** `--integrity`: what the integrity subsystem of the kernel measured and refused. */
import { KERNEL_INTEGRITY } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const integrity = defineReport({
  name: 'integrity',
  options: ['--integrity'],
  meaning: 'Integrity event report',
  argument: 'none',
  types: typeSet(KERNEL_INTEGRITY),
  steps: ['auid'],
  detailed: {
    title: 'Integrity Report',
    heading: '# date time type success event',
    rules: [30, 30],
    columns: { type: firstType, success, serial },
  },
  summary: { title: 'Integrity', heading: 'type', rule: 24, createCounter: typeCounter },
})
