// Which numbers are said to be missing, by the rule that a number may come two seconds late.
import { expect, test } from 'vitest'
import { SerialGaps } from './serial-gaps.ts'

test.each<[what: string, serials: readonly number[], gaps: readonly (readonly [number, number])[]]>([
  ['none', [1, 2, 3], []],
  ['one', [1, 3], [[2, 2]]],
  [
    'some',
    [1, 5, 9],
    [
      [2, 4],
      [6, 8],
    ],
  ],
  ['a late one', [1, 3, 2], []],
  [
    'late ones inside',
    [1, 6, 3, 4],
    [
      [2, 2],
      [5, 5],
    ],
  ],
  ['numbers that begin anew', [50_000, 50_001, 7, 8], []],
  ['repeats', [1, 1, 2, 2], []],
])('%s', (_, serials, gaps) => {
  const told: (readonly [number, number])[] = []
  const watch = new SerialGaps(({ first, last }) => told.push([first, last]))
  for (const serial of serials) watch.take(undefined, serial, 1000)
  expect(told).toEqual([])
  watch.tell(3000)
  expect(told).toEqual(gaps)
  expect(watch.missing).toBe(gaps.reduce((sum, [first, last]) => sum + last - first + 1, 0))
})

test('each node has its own numbers', () => {
  const told: unknown[] = []
  const watch = new SerialGaps((gap) => told.push(gap))
  for (const [node, serial] of [
    ['a', 1],
    ['b', 500],
    ['a', 2],
    ['b', 502],
  ] as const)
    watch.take(node, serial, 0)
  watch.tell(5000)
  expect(told).toEqual([{ node: 'b', first: 501, last: 501 }])
})
