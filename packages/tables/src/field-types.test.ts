import { expect, test } from 'vitest'
import { FieldType, type FieldTypeCode, fieldTypeName, fieldTypeOf } from './field-types.ts'
import { fieldTypeTable } from './generated/field-types.ts'
import { tableRows } from './name-table.ts'

test.each([
  ['auid', FieldType.UID],
  ['name', FieldType.ESCAPED_FILE],
  ['key', FieldType.ESCAPED_KEY],
  ['apparmor', FieldType.ESCAPED],
  ['res', FieldType.SUCCESS],
  ['success', undefined],
  ['prog-id', undefined],
  ['op', undefined],
  ['AUID', undefined],
  ['__proto__', undefined],
])('%s', (name, type) => {
  expect(fieldTypeOf(name)).toBe(type)
})

test('the codes and names are those of the table', () => {
  for (const row of tableRows(fieldTypeTable)) {
    expect(`AUPARSE_TYPE_${fieldTypeName(row.number as FieldTypeCode)}`).toBe(row.symbol)
  }
})

test('codes run from 0 without a gap', () => {
  expect(Object.values(FieldType)).toEqual(Array.from({ length: 47 }, (_, code) => code))
})
