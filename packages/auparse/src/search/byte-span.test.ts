import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findBytes, latin1Bytes, startsWith, toNeedle } from './byte-span.ts'

describe('findBytes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'u', 'i', 'd', '='), maxLength: 60 })
  const name = fc.string({ unit: fc.constantFrom('a', 'u', 'i', 'd', '='), minLength: 1, maxLength: 5 })

  it('finds what indexOf finds, between its two bounds', () => {
    fc.assert(
      fc.property(text, name, fc.nat(60), fc.nat(60), (record, wanted, from, end) => {
        const stop = Math.min(end, record.length)
        const found = findBytes(latin1Bytes(record), toNeedle(wanted), from, stop)
        expect(found).toBe(from > stop ? -1 : record.slice(0, stop).indexOf(wanted, from))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('startsWith', () => {
  it.each([
    ['(null) x', '(null)', 8, true],
    ['(null)', '(null)', 6, true],
    ['(null)', '(null)', 5, false],
    ['(nuts)', '(null)', 6, false],
  ])('%j with %j up to %d: %s', (text, prefix, end, expected) => {
    expect(startsWith(latin1Bytes(text), latin1Bytes(prefix), 0, end)).toBe(expected)
  })
})
