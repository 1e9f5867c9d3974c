import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatRecordType,
  isSingleRecordType,
  offeredRecordTypeNames,
  parseRecordType,
  parseRecordTypeExactly,
  parseRecordTypeItem,
  recordTypeName,
  recordTypes,
} from './record-types.ts'

test('BPF, UNKNOWN[1334] and 1334 are one type', () => {
  expect(['BPF', 'bpf', 'UNKNOWN[1334]', '1334'].map(parseRecordType)).toEqual([1334, 1334, 1334, 1334])
  expect(recordTypeName(1334)).toBe('BPF')
})

test.each([
  [1300, 'SYSCALL'],
  [1500, 'APPARMOR'],
  [1204, 'UNKNOWN[1204]'],
  [1329, 'UNKNOWN[1329]'],
  [-1, 'UNKNOWN[-1]'],
  [0, 'UNKNOWN[0]'],
])('%i is written %s', (type, text) => {
  expect(formatRecordType(type)).toBe(text)
})

// Rows with a remark were observed with the installed ausearch 3.0.9 (--debug prints the number of unparsed types).
test.each([
  ['SYSCALL', 1300, 1300],
  ['syscall', 1300, -1],
  ['CrYpTo_SESSION', 2407, -1],
  ['CRYPTO_SEßION', -1, -1],
  ['FOO', -1, -1],
  ['', -1, -1],
  ['__proto__', -1, -1],
  ['1309', 1309, 1309],
  ['13090x', 13090, 13090], // 3.0.9: 13090
  ['00001309', 1309, 1309],
  ['4294967297', 1, 1], // 3.0.9: 1
  ['2147483648', -2147483648, -2147483648],
  ['9223372036854775813', -1, -1], // 3.0.9: -1
  ['99999999999999999999999', -1, -1], // 3.0.9: -1
  ['UNKNOWN[1309]', 1309, 1309],
  ['UNKNOWN[1309]junk', 1309, 1309], // 3.0.9: 1309
  ['UNKNOWN[12345678]', 1234567, 1234567], // 3.0.9: 1234567
  ['UNKNOWN[13x9]', 13, 13], // 3.0.9: 13
  ['UNKNOWN[0x51d]', 0, 0], // 3.0.9: 0
  ['UNKNOWN[+1309]', 1309, 1309], // 3.0.9: 1309
  ['UNKNOWN[-5]', -5, -5], // 3.0.9: -5
  ['UNKNOWN[\t12]', 12, 12], // 3.0.9: 12
  ['UNKNOWN[]', 0, 0], // 3.0.9: 0
  ['UNKNOWN[1309', -1, -1], // 3.0.9: -1
  ['unknown[1309]', -1, -1], // 3.0.9: -1
  ['-5', -1, -1],
])('type word %j is %i, exactly %i', (word, type, exactly) => {
  expect(parseRecordType(word)).toBe(type)
  expect(parseRecordTypeExactly(word)).toBe(exactly)
})

test.each([
  ['BPF', { kind: 'type', type: 1334 }],
  ['bpf', { kind: 'type', type: 1334 }],
  ['UNKNOWN[1334]', { kind: 'type', type: 1334 }],
  ['1334', { kind: 'type', type: 1334 }],
  ['0', { kind: 'type', type: 0 }],
  ['UNKNOWN[abc]', { kind: 'type', type: 0 }], // 3.0.9 accepts it as type 0
  ['2147483647', { kind: 'type', type: 2147483647 }],
  ['2147483648', { kind: 'out of range' }],
  ['99999999999999999999x', { kind: 'out of range' }], // 3.0.9: Numerical result out of range
  ['1334x', { kind: 'not a number' }],
  ['UNKNOWN[-5]', { kind: 'unknown name' }], // 3.0.9 refuses it
  ['UNKNOWN[13', { kind: 'unknown name' }],
  ['unknown[1309]', { kind: 'unknown name' }],
  ['ALL', { kind: 'unknown name' }],
  ['', { kind: 'unknown name' }],
])('-m item %j', (item, meaning) => {
  expect(parseRecordTypeItem(item)).toEqual(meaning)
})

test('types are listed in ascending order and each name finds its number', () => {
  const numbers = recordTypes().map((row) => row.number)
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  expect(recordTypes().map((row) => parseRecordType(row.name.toLowerCase()))).toEqual(numbers)
  expect(recordTypes().find((row) => row.number === 1334)?.symbol).toBe('AUDIT_BPF')
})

test('the offered names are those of spec 01 §1.6 (its base build has no AppArmor names)', () => {
  const isAppArmor = (name: string) => name.startsWith('APPARMOR')
  const line = (names: string[]) =>
    `Valid message types are: ALL ${names.map((name) => `${name} `).join('')}\n`
  const base = line(offeredRecordTypeNames().filter((name) => !isAppArmor(name)))
  expect(base.length).toBe(2572)
  expect(createHash('sha256').update(base).digest('hex')).toBe(
    'f716824a4ba701ac6e985d8dc77d10c493ceef4a9fd4d7deb9f688ba09e8fc25',
  )
  expect(offeredRecordTypeNames().filter(isAppArmor)).toEqual([
    'APPARMOR',
    'APPARMOR_AUDIT',
    'APPARMOR_ALLOWED',
    'APPARMOR_DENIED',
    'APPARMOR_HINT',
    'APPARMOR_STATUS',
    'APPARMOR_ERROR',
    'APPARMOR_KILL',
  ])
})

// Number, name, `1` for one-record types: a line each.
test('names and one-record types are those of spec 01 §A', () => {
  const appendixA = readFileSync(new URL('../testdata/appendix-a.txt', import.meta.url), 'utf8')
  const rows = appendixA
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
  const known = recordTypes().filter((row) => row.number < 1500 || row.number > 1507)
  expect(rows.map(([number]) => Number(number)).sort((a, b) => a - b)).toEqual(known.map((row) => row.number))
  for (const [number, name, single] of rows) {
    expect([recordTypeName(Number(number)), isSingleRecordType(Number(number))]).toEqual([
      name,
      single === '1',
    ])
  }
})

test.each([
  [-1, false],
  [0, false],
  [1004, false],
  [1006, false],
  [1050, true],
  [1150, true],
  [1204, true],
  [1299, true],
  [1329, false],
  [1420, false],
  [1500, false],
  [1999, false],
  [2001, false],
  [2099, false],
  [2999, true],
  [3000, true],
])('unnamed and other types: %i', (type, single) => {
  expect(isSingleRecordType(type)).toBe(single)
})

test('any word gives an integer', () => {
  fc.assert(
    fc.property(fc.string(), (word) => {
      expect(Number.isInteger(parseRecordType(word))).toBe(true)
      expect(Number.isInteger(parseRecordType(`UNKNOWN[${word}]`))).toBe(true)
    }),
  )
})
