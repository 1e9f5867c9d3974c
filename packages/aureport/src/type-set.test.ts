import { expect, test } from 'vitest'
import { typeSet } from './type-set.ts'

const set = typeSet(1305, [1403, 1417], [2900, 2999])

test.each([
  [1305, true],
  [1304, false],
  [1402, false],
  [1403, true],
  [1417, true],
  [1418, false],
  [2999, true],
  [3000, false],
  [-1, false],
  [0, false],
  [2147483647, false],
])('%d: %s', (type, expected) => {
  expect(set.has(type)).toBe(expected)
})
