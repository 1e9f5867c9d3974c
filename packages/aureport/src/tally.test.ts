import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NumberTally, TextTally } from './tally.ts'

/** A span with other bytes around it. */
function span(text: string) {
  return {
    bytes: Uint8Array.from(`<${text}>`, (character) => character.charCodeAt(0)),
    start: 1,
    end: 1 + text.length,
  }
}

/** The same totals the slow way: each key's count and where it first stands. */
function totals<Key>(keys: readonly Key[]) {
  return [...new Set(keys)].map((key) => ({ key, total: keys.filter((other) => other === key).length }))
}

describe('TextTally', () => {
  test.each([
    [[], []],
    [['a'], ['1 a']],
    [
      ['b', 'a', 'b'],
      ['2 b', '1 a'],
    ],
    [
      ['b', 'a', 'c'],
      ['1 b', '1 a', '1 c'],
    ],
    [
      ['', 'x', ''],
      ['2 ', '1 x'],
    ],
    [
      ['__proto__', 'constructor', '__proto__'],
      ['2 __proto__', '1 constructor'],
    ],
  ])('%j → %j', (keys, expected) => {
    const tally = new TextTally()
    for (const key of keys) tally.add(span(key))
    expect(tally.sorted().map(({ key, total }) => `${total} ${key}`)).toEqual(expected)
  })

  test('counts what a slow count counts, in the order of first appearance', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '\xff', '\x00'), maxLength: 4 })
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        const tally = new TextTally()
        keys.forEach((each, at) => {
          if (at % 3 === 0) tally.addText(each)
          else tally.add(span(each))
        })
        expect(tally.size).toBe(new Set(keys).size)
        expect(tally.sorted().map(({ key, total }) => ({ key, total }))).toEqual(
          totals(keys).sort((a, b) => b.total - a.total),
        )
      }),
    )
  })

  test('a hundred thousand distinct texts are no problem', { timeout: 5000 }, () => {
    const tally = new TextTally()
    for (let round = 0; round < 2; round++) {
      for (let at = 0; at < 100_000; at++) tally.add(span(`/tmp/file-${at}`))
    }
    expect(tally.size).toBe(100_000)
    expect(tally.sorted().every(({ total }) => total === 2)).toBe(true)
  })
})

describe('NumberTally', () => {
  test('equal totals stand in ascending order of the numbers', () => {
    const tally = new NumberTally()
    for (const key of [7, -1, 1300, 7, 5, -1, 20]) tally.add(key)
    expect(tally.sorted()).toEqual([
      { key: -1, total: 2 },
      { key: 7, total: 2 },
      { key: 5, total: 1 },
      { key: 20, total: 1 },
      { key: 1300, total: 1 },
    ])
  })

  test('sixty thousand distinct pids are no problem', { timeout: 5000 }, () => {
    const tally = new NumberTally()
    for (let at = 0; at < 600_000; at++) tally.add(at % 60_000)
    expect(tally.size).toBe(60_000)
    expect(tally.sorted()[0]).toEqual({ key: 0, total: 10 })
  })
})
