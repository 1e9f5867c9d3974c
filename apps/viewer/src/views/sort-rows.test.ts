import { expect, test } from 'vitest'
import { type Cell, sortRows } from './reports.ts'

const rows: readonly (readonly Cell[])[] = [
  [10, 'b', 1],
  [9, null, 2],
  [null, 'a', 3],
  [100, 'B', 4],
  [9, 'a', 5],
]

test.each([
  [
    'numbers by their size, equal ones in their order, and at the end what is not there',
    0,
    false,
    [2, 5, 1, 4, 3],
  ],
  ['the same downwards', 0, true, [4, 1, 2, 5, 3]],
  ['texts by their characters', 1, false, [4, 3, 5, 1, 2]],
  ['the same downwards', 1, true, [1, 3, 5, 4, 2]],
] as const)('%s', (_, column, isDown, wanted) => {
  expect(sortRows(rows, column, isDown).map((row) => row[2])).toEqual(wanted)
})
