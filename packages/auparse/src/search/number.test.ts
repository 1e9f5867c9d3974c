import { describe, expect, it } from 'vitest'
import { latin1Bytes } from './byte-span.ts'
import { OUT_OF_RANGE, parseDecimal, parseHexadecimal, parseInteger } from './number.ts'

const whole =
  <Result>(parse: (bytes: Uint8Array, from: number, end: number) => Result) =>
  (text: string): Result =>
    parse(latin1Bytes(`>${text}9`), 1, text.length + 1)

describe('decimal numbers (spec 01 §5.4 "Number conversion")', () => {
  it.each([
    ['0', 0],
    ['1000', 1000],
    ['-1', 4294967295],
    ['+5', 5],
    ['\t 7', 7],
    ['unset', 0],
    ['', 0],
    ['-', 0],
    ['12x', 12],
    ['0x10', 0],
    ['4294967295', 4294967295],
    ['4294967296', 0],
    ['9007199254740993', 1],
    ['18446744073709551615', 4294967295],
    ['18446744073709551616', OUT_OF_RANGE],
    ['-18446744073709551615', 1],
    ['-18446744073709551616', OUT_OF_RANGE],
    [`${'0'.repeat(5000)}42`, 42],
    ['9'.repeat(5000), OUT_OF_RANGE],
  ])('%j is %d', (text, value) => {
    expect(whole(parseDecimal)(text)).toBe(value)
  })
})

describe('hexadecimal numbers', () => {
  it.each([
    ['c000003e', 0xc000003e],
    ['0xC000003E', 0xc000003e],
    ['0xg', 0],
    ['ffffffffffffffff', 0xffffffff],
    ['00000000000000000001', 1],
    ['1ffffffffffffffff', OUT_OF_RANGE],
    ['-1', 4294967295],
    ['(null)', 0],
  ])('%j is %d', (text, value) => {
    expect(whole(parseHexadecimal)(text)).toBe(value)
  })
})

describe('C integers, for exit values', () => {
  it.each<[text: string, value: number | bigint | undefined]>([
    ['-13', -13],
    ['0x10', 16],
    ['-0xd', -13],
    ['010', 8],
    ['08', 0],
    ['0x', 0],
    ['140737488355328', 140737488355328],
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', undefined],
    ['-9223372036854775808', -9223372036854775808n],
    ['-9223372036854775809', undefined],
    ['', 0],
  ])('%j is %s', (text, value) => {
    expect(whole(parseInteger)(text)).toBe(value)
  })
})
