/** Nothing a log can hold makes splitting or interpretation throw, and the result is text of single bytes. */
import { FieldType } from '@ts-audit/tables/field-types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInterpretContext } from '../create-context.ts'
import { splitRecord } from '../fields/split-record.ts'
import { interpretFieldAt } from './interpret-field.ts'
import { interpretValue } from './interpret-value.ts'
import { NO_SYSCALL } from './interpreter.ts'
import { socketAddress } from './socket-address.ts'

const bytes = fc.uint8Array({ maxLength: 300 }).map((codes) => String.fromCharCode(...codes))
const hex = fc
  .array(fc.constantFrom(...'0123456789ABCDEF'), { maxLength: 140 })
  .map((digits) => digits.join(''))
const words = fc.array(
  fc.constantFrom(
    ...[
      'node=n ',
      'type=AVC ',
      'type=SYSCALL ',
      'avc: ',
      '{ read }',
      "msg='",
      'key=6101 ',
      '=',
      ' ',
      ':,)',
      'arch=',
    ],
  ),
  { maxLength: 60 },
)
const lines = fc.oneof(
  bytes,
  words.map((list) => list.join('')),
)
const isLatin1 = (text: string): boolean => [...text].every((char) => char.charCodeAt(0) < 256)

describe('any input', () => {
  test('is split and interpreted', () => {
    fc.assert(
      fc.property(lines, fc.option(lines, { nil: undefined }), (text, part) => {
        const record = splitRecord(text, part)
        const context = createInterpretContext()
        const texts = record.fields.map((_field, index) => interpretFieldAt(record, index, context, [record]))
        expect(texts.every((shown) => shown === undefined || isLatin1(shown))).toBe(true)
        expect(record.fields.every(({ name }) => !name.includes(' '))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('has an interpretation in every type and for every machine', () => {
    const types = fc.constantFrom(...Object.values(FieldType))
    const machines = fc.integer({ min: -2, max: 14 })
    const context = createInterpretContext()
    fc.assert(
      fc.property(
        types,
        fc.oneof(bytes, hex),
        machines,
        fc.integer({ min: -2, max: 500 }),
        (type, value, machine, syscall) => {
          const setting = { context, syscall: { ...NO_SYSCALL, machine, syscall }, hookFamily: undefined }
          const text = interpretValue(type, value, setting)
          expect(text === undefined ? type : FieldType.TTY_DATA).toBe(FieldType.TTY_DATA)
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('is a socket address of some kind', () => {
    const setting = { context: createInterpretContext(), syscall: NO_SYSCALL, hookFamily: undefined }
    const families = fc.constantFrom('01', '02', '03', '08', '09', '0A', '10', '11', 'FF')
    fc.assert(
      fc.property(families, hex, (family, rest) => {
        expect(socketAddress(`${family}00${rest}`, setting)).toMatch(/^(\{ saddr_fam=|unknown-family\()/)
      }),
      { numRuns: 2000 },
    )
  })
})
