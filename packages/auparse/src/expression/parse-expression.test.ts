/** What expressions are read as, and what the reading refuses. Expected values: spec 06 §B1 to §B6. */
import { FieldType, fieldTypeName, fieldTypeOf } from '@ts-audit/tables/field-types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Expression } from './expression.ts'
import { parseExpression } from './parse-expression.ts'

function tree(text: string): Expression | string {
  const parsed = parseExpression(text)
  return parsed.kind === 'expression' ? parsed.expression : parsed.message
}

const a: Expression = { kind: 'text', field: 'a', form: 'raw', differs: false, value: '1' }
const b: Expression = { kind: 'text', field: 'b', form: 'interpreted', differs: true, value: '2' }
const c: Expression = { kind: 'regexp', pattern: 'c' }

const trees: readonly (readonly [text: string, tree: Expression])[] = [
  ['a r= 1', a],
  ['a r=1', a],
  ['"a"r="1"', a],
  ['\t\n a\nr=\t1 ', a],
  ['b i!= 2', b],
  ['\\regexp c', c],
  ['\\regexp /c/', c],
  ['\\ "regexp" "c"', c],
  ['\\regexp /\\/\\\\\\\\/', { kind: 'regexp', pattern: '/\\\\' }],
  ['a r= 1&&b i!=2||\\regexp c', { kind: 'any', operands: [{ kind: 'all', operands: [a, b] }, c] }],
  ['a r= 1 || b i!= 2 && \\regexp c', { kind: 'any', operands: [a, { kind: 'all', operands: [b, c] }] }],
  ['(a r= 1 || b i!= 2) && \\regexp c', { kind: 'all', operands: [{ kind: 'any', operands: [a, b] }, c] }],
  ['a r= 1 && b i!= 2 && \\regexp c', { kind: 'all', operands: [a, b, c] }],
  ['!a r= 1 && b i!= 2', { kind: 'all', operands: [{ kind: 'not', operand: a }, b] }],
  ['! ! !a r= 1', { kind: 'not', operand: a }],
  ['! !a r= 1', a],
  ['auid >= 1000', { kind: 'account', field: 'auid', operator: '>=', id: 1000 }],
  ['"gid"!=="0042"', { kind: 'account', field: 'gid', operator: '!==', id: 42 }],
  ['uid<4294967295', { kind: 'account', field: 'uid', operator: '<', id: 4294967295 }],
  ['\\record_type == path', { kind: 'record type', operator: '==', type: 1302 }],
  ['\\record_type < "UNKNOWN[1333]"', { kind: 'record type', operator: '<', type: 1333 }],
  ['\\record_type i= PATH', { kind: 'text of virtual field', field: 'record_type' }],
  ['\\timestamp == ts:7.5', stamp(7, 5)],
  ['\\timestamp == ts: +7. 005', stamp(7, 5)],
  ['\\timestamp == ts:-7.0', stamp(-7, 0)],
  ['\\timestamp == ts:9223372036854775807.999', stamp(9223372036854775807n, 999)],
  ['\\timestamp_ex == ts:7.5:4294967295', stamp(7, 5, 4294967295)],
  ['\\timestamp==ts:7.5&&a r=1', { kind: 'all', operands: [stamp(7, 5), a] }],
]

function stamp(seconds: number | bigint, milliseconds: number, serial?: number): Expression {
  return { kind: 'stamp', operator: '==', seconds, milliseconds, serial }
}

test.each(trees)('%j', (text, expected) => expect(tree(text)).toEqual(expected))

describe('mistakes', () => {
  test.each([
    // The order in which mistakes come to light; libauparse 3.0.9 reports the same.
    ['type == "abc', 'Terminating delimiter missing'],
    ['type == @', "Value expected, got `@'"],
    ['type == x "abc', "Field `type' does not support value comparison"],
    ['type "abc', 'Terminating delimiter missing'],
    ['\\foo "abc', "Unknown escaped field name `foo'"],
    ['\\"foo" r= x', 'Unknown escaped field name `"foo"\''],
    ['\\regexp "(" "', 'Invalid regexp: Unmatched ( or \\('],
    ['\\regexp x"', 'Terminating delimiter missing'],
    ['\\record_type == NOPE "abc', "Invalid record type `NOPE'"],
    ['type r= "a\\', 'Unknown escape sequence ``\\'],
    ['type r= é', "Value expected, got `é'"],
    ['type r!==x', "Value expected, got `='"],
    // Numbers and stamps, by the wording of spec 06 §B4.
    ['auid == ""', 'Error converting number `""\''],
    ['auid == " 5"', 'Error converting number `" 5"\''],
    ['\\timestamp == ts:9223372036854775808.1', "Invalid timestamp value `ts'"],
    ['\\timestamp == ts:1.-1', "Millisecond out of range in `ts'"],
    ['\\timestamp == ts:1.99999999999999999999', "Millisecond out of range in `ts'"],
    ['\\timestamp_ex == ts:1.1000', "Millisecond out of range in `ts'"],
    ['\\timestamp == tsx:1.5', "Invalid timestamp value `tsx'"],
    ['\\timestamp == ts :1.5', "Invalid timestamp value `ts'"],
    ['\\timestamp == ts:1.5 "abc', 'Terminating delimiter missing'],
    ['\\regexp "(a)\\\\1"', 'Invalid regexp: Back references are not supported'],
  ])('%j: %s', (text, message) => expect(tree(text)).toBe(message))
})

describe('fields with ids (spec 06 §B4)', () => {
  const listed = {
    UID: 'auid uid euid suid fsuid ouid oauid old-auid iuid id inode_uid sauid obj_uid',
    GID: 'gid egid sgid fsgid ogid igid inode_gid new_gid obj_gid',
  }
  test.each([...listed.UID.split(' '), ...listed.GID.split(' ')])('%s', (name) => {
    expect(tree(`${name} == 1`)).toEqual({ kind: 'account', field: name, operator: '==', id: 1 })
    expect(fieldTypeName(fieldTypeOf(name) ?? FieldType.UNCLASSIFIED)).toMatch(/^[UG]ID$/)
  })
})

describe('whatever is given', () => {
  const pieces = fc.constantFrom(
    ...[
      'type',
      ' ',
      '"',
      '/',
      '\\',
      'r=',
      '==',
      '!',
      '(',
      ')',
      '&&',
      '||',
      'ts:1.5',
      '\\timestamp',
      'é',
      '\0',
      'auid',
    ],
  )
  test('reading ends with a tree or a message', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (list) => {
        const parsed = parseExpression(list.join(''))
        expect(['expression', 'error']).toContain(parsed.kind)
      }),
      { numRuns: 5000 },
    )
  })

  const many = 100_000
  test.each([
    ['(', 'Expression is nested too deeply'],
    ['!(', 'Expression is nested too deeply'],
    ['!', "Unexpected token `'"],
    ['type r= x && ', "Unexpected token `'"],
  ])(`${many} times %j`, (text, message) => expect(tree(text.repeat(many))).toBe(message))

  test('500 parentheses are not too deep', () => {
    expect(tree(`${'('.repeat(500)}a r= 1${')'.repeat(500)}`)).toEqual(a)
    expect(tree(`${'('.repeat(501)}a r= 1${')'.repeat(501)}`)).toBe('Expression is nested too deeply')
  })
})
