/** Decoding: the table of spec 03 §6, and any text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeHex, unquote } from './hex.ts'

describe('quoted and hexadecimal values', () => {
  test.each([
    ['616263', 'abc'],
    ['61006263', 'a'],
    ['61626', 'ab'],
    ['6', '6'],
    ['0061', 'a'],
    ['00', '00'],
    ['000', '000'],
    ['0000', ''],
    ['(null)', '(null)'],
    ['(none)', '(none)'],
    ['(abc)def', '(abc)'],
    ['(abc', '(abc'],
    ['""', ''],
    ['"abc', ' '],
    ['"a"b', 'a'],
    ['61G2', 'a'],
    ['G1', 'G1'],
    ['bash', '\xba'],
    ['face', '\xfa\xce'],
    ['cafe/x', '\xca\xfe'],
  ])('%s stands for %j', (value, text) => expect(unquote(value)).toBe(text))

  test('what was encoded is decoded', () => {
    const bytes = fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(bytes, (codes) => {
        const hex = codes.map((code) => code.toString(16).padStart(2, '0')).join('')
        expect(decodeHex(hex)).toBe(String.fromCharCode(...codes))
        expect(decodeHex(hex.toUpperCase())).toBe(String.fromCharCode(...codes))
      }),
    )
  })
})
