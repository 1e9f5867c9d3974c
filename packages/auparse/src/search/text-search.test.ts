import { growthOfWork, MOST_GROWTH } from '@ts-audit/testing/counted-work'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1Bytes } from './byte-span.ts'
import { createTextEquality, createTextSearch } from './text-search.ts'

const span = (text: string) => ({ bytes: latin1Bytes(`<${text}>`), start: 1, end: text.length + 1 })
const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', '\xff'), maxLength })

describe('a text in a span', () => {
  it('is found exactly where a string contains it', () => {
    fc.assert(
      fc.property(letters(40), letters(6), (text, wanted) => {
        expect(createTextSearch(wanted)(span(text))).toBe(text.includes(wanted))
        expect(createTextEquality(wanted)(span(text))).toBe(text === wanted)
      }),
      { numRuns: 3000 },
    )
  })

  it('looks at the bytes of the span only', () => {
    expect(createTextSearch('<')(span('a'))).toBe(false)
    expect(createTextSearch('a>')(span('a'))).toBe(false)
    expect(createTextSearch('')(span(''))).toBe(true)
  })

  it('works in proportion to a text that almost matches everywhere', async () => {
    const run = (size: number): void => {
      expect(createTextSearch(`${'a'.repeat(size / 4)}b`)(span('a'.repeat(size)))).toBe(false)
    }
    expect(await growthOfWork((size) => size, run, 1000)).toBeLessThan(MOST_GROWTH)
  })
})
