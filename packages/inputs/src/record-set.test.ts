// Which records have come from another source: as a map of all texts would tell it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordSet } from './record-set.ts'

/** What a set tells of records, one after the other. */
function told(records: readonly (readonly [text: string, source: number])[]): boolean[] {
  const set = new RecordSet()
  return records.map(([text, source]) => {
    const bytes = Buffer.from(`head ${text}`, 'latin1')
    return set.isKnownElsewhere(bytes, 5, bytes.length, source)
  })
}

test('a record of another source is known, one of the same source is not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ unit: fc.constantFrom('a', 'b', '7') }), fc.integer({ min: 1, max: 3 }))),
      (records) => {
        const first = new Map<string, number>()
        const expected = records.map(([text, source]) => {
          const known = first.get(text)
          if (known === undefined) first.set(text, source)
          return known !== undefined && known !== source
        })
        expect(told(records)).toEqual(expected)
      },
    ),
  )
})

test('what enrichment adds is not compared', () => {
  expect(
    told([
      ['a\x1dUID="root"', 1],
      ['a', 2],
      ['a\x1dUID="me"', 3],
    ]),
  ).toEqual([false, true, true])
})

test('many records are told apart', () => {
  const set = new RecordSet()
  const bytes = new Uint8Array(4)
  const pass = (source: number): number => {
    let known = 0
    for (let number = 0; number < 200_000; number++) {
      new DataView(bytes.buffer).setUint32(0, number)
      // The separator ends what is compared.
      if (bytes.includes(0x1d)) continue
      if (set.isKnownElsewhere(bytes, 0, 4, source)) known++
    }
    return known
  }
  expect(pass(1)).toBe(0)
  expect(pass(1)).toBe(0)
  expect(pass(2)).toBe(set.size)
})

test('sources beyond those that can be told apart are one', () => {
  expect(
    told([
      ['a', 70_000],
      ['a', 70_001],
      ['a', 1],
    ]),
  ).toEqual([false, false, true])
})
