/** The lenient number parsers (spec 03 §0.2). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNegative, negate, signed64, toDecimal, unsigned64 } from './integers.ts'

const ones = 0xffff_ffff

describe('unsigned numbers', () => {
  test.each([
    ['foo', 10, { high: 0, low: 0 }],
    ['1x', 10, { high: 0, low: 1 }],
    ['+1', 10, { high: 0, low: 1 }],
    ['0x1', 10, { high: 0, low: 0 }],
    [' \t\n12', 10, { high: 0, low: 12 }],
    ['4294967296', 10, { high: 1, low: 0 }],
    ['-1', 10, { high: ones, low: ones }],
    ['18446744073709551615', 10, { high: ones, low: ones }],
    ['18446744073709551616', 10, undefined],
    ['ffffffffffffffff', 16, { high: ones, low: ones }],
    ['fffffffffffffffff', 16, undefined],
    ['0xC000003E', 16, { high: 0, low: 0xc000003e }],
    ['0xg', 16, { high: 0, low: 0 }],
    ['0x242', 0, { high: 0, low: 0x242 }],
    ['0102', 0, { high: 0, low: 0o102 }],
    ['102', 0, { high: 0, low: 102 }],
    ['0100644', 8, { high: 0, low: 0o100644 }],
    ['', 10, { high: 0, low: 0 }],
  ] as const)('%j in base %d', (text, base, value) => expect(unsigned64(text, base)).toEqual(value))
})

describe('signed numbers', () => {
  test.each([
    ['9223372036854775807', { high: 0x7fff_ffff, low: ones }],
    ['9223372036854775808', undefined],
    ['-9223372036854775808', { high: 0x8000_0000, low: 0 }],
    ['-9223372036854775809', undefined],
    ['-13', { high: ones, low: ones - 12 }],
  ])('%s', (text, value) => expect(signed64(text, 10)).toEqual(value))
})

test('64-bit numbers survive parsing, negation and printing', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (number) => {
      const parsed = unsigned64(String(number), 10)!
      expect(toDecimal(parsed)).toBe(String(number))
      expect(toDecimal(unsigned64(number.toString(16), 16)!)).toBe(String(number))
      expect(toDecimal(negate(parsed))).toBe(String(BigInt.asUintN(64, -number)))
      expect(isNegative(parsed)).toBe(number >= 2n ** 63n)
    }),
  )
})
