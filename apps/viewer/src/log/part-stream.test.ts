import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReadableFile } from './log-file.ts'
import { PartStream } from './part-stream.ts'

const SIZE = 3 << 20
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => (at * 7 + (at >> 8)) % 251)
const buffer = (): ArrayBuffer => new ArrayBuffer(SIZE)

/** A file of `bytes`; `opened` has what streams of it were asked for. */
function fileOf(opened: [start: number, end: number][]): ReadableFile {
  const blob = new Blob([bytes])
  return {
    size: SIZE,
    slice(start, end) {
      opened.push([start, end])
      return blob.slice(start, end)
    },
    stream: () => blob.stream(),
    text: () => blob.text(),
  }
}

const isPart = (found: Uint8Array, start: number, end: number) =>
  Buffer.compare(found, bytes.subarray(start, end)) === 0

test('any parts, asked for at once, are those of the file', async () => {
  const part = fc
    .tuple(fc.nat(SIZE), fc.nat(200_000))
    .map(([start, length]) => [start, Math.min(SIZE, start + length)])
  // What follows the part before, with a gap or without.
  const step = fc.oneof(part, fc.tuple(fc.constantFrom(-1), fc.nat(1_200_000), fc.nat(200_000)))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      let at = 0
      const parts = steps.map(([first = 0, second = 0, third = 0]) => {
        const start = first < 0 ? Math.min(SIZE, at + (second % 3 === 0 ? 0 : second)) : first
        at = first < 0 ? Math.min(SIZE, start + third) : second
        return [start, at] as const
      })
      const file = new PartStream(fileOf([]))
      const found = await Promise.all(parts.map(([start, end]) => file.read(start, end, buffer)))
      expect(
        found.map((each, number) => isPart(each, ...(parts[number] as readonly [number, number]))),
      ).toEqual(parts.map(() => true))
    }),
    { numRuns: 30 },
  )
})

test('a file that is read from its beginning to its end is opened twice, whatever its size', async () => {
  const opened: [number, number][] = []
  const file = new PartStream(fileOf(opened))
  for (let at = 0; at < SIZE; at += 100_000) {
    const end = Math.min(SIZE, at + 100_000)
    expect(isPart(await file.read(at, end, buffer), at, end)).toBe(true)
  }
  expect(opened).toEqual([
    [0, 100_000],
    [100_000, SIZE],
  ])
})

test('parts here and there are asked for alone', async () => {
  const opened: [number, number][] = []
  const file = new PartStream(fileOf(opened))
  const parts: readonly [number, number][] = [
    [2_000_000, 2_000_100],
    [10, 20],
    [1_500_000, 1_500_001],
  ]
  for (const [start, end] of parts) expect(isPart(await file.read(start, end, buffer), start, end)).toBe(true)
  expect(opened).toEqual(parts)
})

test('where more parts are waited for, the file is opened once for all of them', async () => {
  const opened: [number, number][] = []
  const file = new PartStream(fileOf(opened))
  const parts = [0, 1, 2].map((number): [number, number] => [number * 900_000, number * 900_000 + 5])
  const found = await Promise.all(parts.map(([start, end]) => file.read(start, end, buffer)))
  expect(found.map((part, at) => isPart(part, ...(parts[at] as [number, number])))).toEqual([
    true,
    true,
    true,
  ])
  expect(opened).toEqual([[0, SIZE]])
})

test('after a failure the next part is read anew', async () => {
  const good = fileOf([])
  let isGone = false
  const failing: ReadableFile = {
    ...good,
    slice(start, end) {
      if (!isGone) return good.slice(start, end)
      return { arrayBuffer: () => Promise.reject(new Error()), stream: () => new Blob().stream() }
    },
  }
  const file = new PartStream(failing)
  await file.read(0, 1000, buffer)
  isGone = true
  const [one, other] = [file.read(1000, 2000, buffer), file.read(2000, 3000, buffer)]
  await expect(one).rejects.toThrow('1000 bytes were wanted, and 0 are there')
  await expect(other).rejects.toThrow('1000 bytes were wanted, and 0 are there')
  isGone = false
  expect(isPart(await file.read(2000, 3000, buffer), 2000, 3000)).toBe(true)
})
