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

/** Collects bytes in a memory that doubles when it is full, or in a new one for each. */
const collect = (list: readonly number[], room: (bytes: Uint8Array) => number): void => {
  let bytes = new Uint8Array(16)
  for (const at of list) {
    const length = at < bytes.length ? bytes.length : room(bytes)
    if (length > bytes.length) {
      const more = new Uint8Array(length)
      more.set(bytes)
      bytes = more
    }
    bytes[at] = 1
  }
}
const doubling = (list: readonly number[]): void => collect(list, (bytes) => 2 * bytes.length)
const byOne = (list: readonly number[]): void => collect(list, (bytes) => bytes.length + 1)
/** Copies the same bytes into twice the room at every step. */
const copies = (list: readonly number[]): void => {
  const bytes = new Uint8Array(list.length)
  for (const _number of list) new Uint8Array(2 * bytes.length).set(bytes)
}

test.each([
  ['a loop', linear, 2],
  ['a memory that doubles', doubling, 2],
  ['a memory that grows by one byte', byOne, 4],
  ['copies of one memory', copies, 4],
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
