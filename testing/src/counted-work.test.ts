/** Counted work tells linear from quadratic, in loops and in built-in methods. */
import { expect, test } from 'vitest'
import { countWork, growthOfWork } from './counted-work.ts'

const numbers = (size: number): number[] => Array.from({ length: size }, (_none, index) => index)

const seen = new Set<number>()
const linear = (list: readonly number[]): void => {
  for (const number of list) seen.add(number)
}
const quadratic = (list: readonly number[]): void => {
  for (const first of list) for (const second of list) if (first > second) seen.add(first)
}
const search = (list: readonly number[]): void => {
  for (const number of list) seen.add(list.indexOf(-number))
}
const copy = (list: readonly number[]): void => {
  let rest = [...list]
  while (rest.length > 0) rest = rest.slice(1)
}

/** Looks for the next number from where the last one was: all in all, once through the list. */
const searchOn = (list: readonly number[]): void => {
  let at = 0
  while (at >= 0) at = list.indexOf(list[at]! + 1, at)
}

test.each([
  ['a loop', linear, 2],
  ['a search from where the last one ended', searchOn, 2],
  ['a loop in a loop', quadratic, 4],
  ['a search at every step', search, 4],
  ['a copy of the rest at every step', copy, 4],
])('%s', async (_what, run, growth) => {
  expect(await growthOfWork(numbers, run, 1000)).toBeCloseTo(growth, 1)
})

test('is the same every time', async () => {
  const list = numbers(5000)
  const counts = [await countWork(() => linear(list)), await countWork(() => linear(list))]
  expect(counts[0]).toBe(counts[1])
  expect(counts[0]).toBeGreaterThanOrEqual(5000)
})
