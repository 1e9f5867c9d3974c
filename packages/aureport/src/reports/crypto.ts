/** `-cr`: cryptographic sessions and keys. */
import { KERNEL_CRYPTO, USER_CRYPTO } from '@ts-audit/tables/record-type-ranges'
import { firstType, serial, success } from '../columns/event-columns.ts'
import { auidColumn } from '../columns/user-columns.ts'
import { defineReport } from '../report-definition.ts'
import { typeCounter } from '../summary/summary-form.ts'
import { typeSet } from '../type-set.ts'

export const crypto = defineReport({
  name: 'crypto',
  options: ['-cr', '--crypto'],
  meaning: 'Crypto report',
  argument: 'none',
  types: typeSet(KERNEL_CRYPTO, USER_CRYPTO),
  steps: ['auid'],
  detailed: {
    title: 'Crypto Report',
    heading: '# date time auid type success event',
    rules: [35, 35],
    columns: { auid: auidColumn('escaped'), type: firstType, success, serial },
  },
  summary: { title: 'Crypto', heading: 'type', rule: 21, createCounter: typeCounter },
})
