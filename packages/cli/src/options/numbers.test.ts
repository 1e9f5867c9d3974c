/** The number grammars of spec 01 §1.2. */
import { describe, expect, test } from 'vitest'
import { INT32_MAX, parseSigned, parseSigned32, parseUnsigned, UINT32_MAX } from './numbers.ts'

describe('U(max)', () => {
  test.each([
    ['0', UINT32_MAX, 0],
    ['007', UINT32_MAX, 7],
    ['4294967295', UINT32_MAX, 4_294_967_295],
    ['4294967296', UINT32_MAX, 'Numerical result out of range'],
    ['2147483647', INT32_MAX, 2_147_483_647],
    ['2147483648', INT32_MAX, 'Numerical result out of range'],
    ['99999999999999999999999999', UINT32_MAX, 'Numerical result out of range'],
    ['4294967296x', UINT32_MAX, 'Invalid argument'],
    // As the installed ausearch 3.0.9 says.
    ['99999999999999999999x', UINT32_MAX, 'Numerical result out of range'],
    ['', UINT32_MAX, 'Invalid argument'],
    ['12x', UINT32_MAX, 'Invalid argument'],
    ['0x10', UINT32_MAX, 'Invalid argument'],
    ['1 ', UINT32_MAX, 'Invalid argument'],
    ['1\n', UINT32_MAX, 'Invalid argument'],
  ])('%j up to %i', (text, max, expected) => {
    expect(parseUnsigned(text, max)).toBe(expected)
  })
})

describe('S0', () => {
  test.each([
    ['0', 0n],
    ['10', 10n],
    ['-13', -13n],
    ['010', 8n],
    ['-010', -8n],
    ['0x10', 16n],
    ['0Xff', 255n],
    ['-0x10', -16n],
    ['9223372036854775807', 9_223_372_036_854_775_807n],
    ['-9223372036854775808', -9_223_372_036_854_775_808n],
    ['9223372036854775808', undefined],
    ['-9223372036854775809', undefined],
    ['08', undefined],
    ['0x', undefined],
    ['12x', undefined],
    ['-', undefined],
    ['', undefined],
    ['1\n', undefined],
  ])('%j', (text, expected) => {
    expect(parseSigned(text)).toBe(expected)
  })

  test.each([
    ['2147483647', 2_147_483_647],
    ['2147483648', undefined],
    ['-2147483648', -2_147_483_648],
    ['-2147483649', undefined],
    ['-1', -1],
  ])('%j within 32 bits', (text, expected) => {
    expect(parseSigned32(text)).toBe(expected)
  })
})
