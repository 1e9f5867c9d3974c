// Names looked up by their bytes, few and many.
import { expect, test } from 'vitest'
import { KeyCache } from './key-cache.ts'
import { KeyTable } from './key-table.ts'

const bytesOf = (name: string) => Uint8Array.from(`"${name}"`, (char) => char.charCodeAt(0))

test('the facts of a name are made once', () => {
  const made: string[] = []
  const cache = new KeyCache((name) => made.push(name))
  const names = ['a', 'b', 'ab', 'ba', '', 'a']
  const facts = names.map((name) => cache.of(bytesOf(name), 1, 1 + name.length))
  expect(facts).toEqual([1, 2, 3, 4, 5, 1])
  expect(made).toEqual(['a', 'b', 'ab', 'ba', ''])
})

test('any number of names, of which not all are kept', () => {
  let made = 0
  const cache = new KeyCache((name) => {
    made++
    return name
  })
  for (const round of [1, 2, 3]) {
    for (let count = 0; count < 20_000; count++) {
      const name = `name${count}`
      expect(cache.of(bytesOf(name), 1, 1 + name.length)).toBe(name)
    }
    expect(made, `round ${round}`).toBe(20_000 + (round - 1) * (20_000 - 4096))
  }
})

test('a table knows its keys, and no others', () => {
  const keys = ['_A', 'MESSAGE', '_B', 'x']
  const table = new KeyTable(keys)
  const slotOf = (name: string) => table.slotOf(bytesOf(name), 1, 1 + name.length)
  expect(keys.map(slotOf)).toEqual([0, 1, 2, 3])
  expect(['', 'y', '_C', 'MESSAGES', '_'].map(slotOf)).toEqual([-1, -1, -1, -1, -1])
})
