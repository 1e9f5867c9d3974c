import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloneFlags, mmapFlags, mountFlags, openFlags } from './flags.ts'
import {
  lookupName,
  lookupNumber,
  lookupNumberIgnoringCase,
  lookupRow,
  type NameTable,
  namesOfBits,
  tableRows,
} from './name-table.ts'

const table: NameTable = {
  decoded: undefined,
  encoded: 'zero\tSYM_ZERO\none\n10 ten\neleven\n1 uno\n-2147483648 bottom\n4294967295 top\n5 x y',
}

test('rows keep their order, number themselves and keep their symbols', () => {
  expect(tableRows(table).map((row) => [row.number, row.name, row.symbol])).toEqual([
    [0, 'zero', 'SYM_ZERO'],
    [1, 'one', undefined],
    [10, 'ten', undefined],
    [11, 'eleven', undefined],
    [1, 'uno', undefined],
    [-2147483648, 'bottom', undefined],
    [4294967295, 'top', undefined],
    [5, 'x y', undefined],
  ])
})

test.each([
  [0, 'zero'],
  [1, 'one'],
  [11, 'eleven'],
  [2, undefined],
  [-2147483648, 'bottom'],
  [2147483648, 'bottom'],
  [-1, 'top'],
  [4294967295, 'top'],
  [4294967296, undefined],
  [0.5, undefined],
  [Number.NaN, undefined],
])('name of %s is %s', (number, name) => {
  expect(lookupName(table, number)).toBe(name)
})

test.each([
  ['one', 1],
  ['uno', 1],
  ['ONE', undefined],
  ['__proto__', undefined],
  ['constructor', undefined],
  ['', undefined],
])('number of %j is %s', (name, number) => {
  expect(lookupNumber(table, name)).toBe(number)
})

test('case is ignored for ASCII letters only', () => {
  expect(lookupNumberIgnoringCase(table, 'ELEven')).toBe(11)
  const sharp: NameTable = { decoded: undefined, encoded: '7 SESSION' }
  expect(lookupNumberIgnoringCase(sharp, 'session')).toBe(7)
  expect(lookupNumberIgnoringCase(sharp, 'seßion')).toBeUndefined()
})

test.each([
  ['open', openFlags, 0x90800, ['O_NONBLOCK', 'O_DIRECTORY', 'O_CLOEXEC']],
  ['open, any bit of a row counts', openFlags, 3, ['O_WRONLY', 'O_RDWR']],
  ['mmap', mmapFlags, 0x22, ['MAP_PRIVATE', 'MAP_ANONYMOUS']],
  ['mount, the sign bit', mountFlags, 0x80000001, ['MS_RDONLY', 'MS_NOUSER']],
  ['mount, the sign bit of a bigint', mountFlags, 0x80000000n, ['MS_NOUSER']],
  ['mount, only bits above 31', mountFlags, 0xf_0000_0000n, []],
  ['clone, 32 bits', cloneFlags, 0x1_0000_0000, []],
  ['clone3, 64 bits', cloneFlags, 0x1_0000_0100n, ['CLONE_VM', 'CLONE_CLEAR_SIGHAND']],
  ['nothing', openFlags, 0, []],
])('names of bits: %s', (_, flags, bits, names) => {
  expect(namesOfBits(flags, bits)).toEqual(names)
})

test('bits as a number and as a bigint of 32 bits agree', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (bits) => {
      expect(namesOfBits(mountFlags, bits)).toEqual(namesOfBits(mountFlags, BigInt(bits)))
    }),
  )
})

test('a row carries the symbol of C', () => {
  expect(lookupRow(table, 0)?.symbol).toBe('SYM_ZERO')
})
