// Ticks are at round times in UTC, whatever the span.
import { expect, test } from 'vitest'
import { timeTicks } from './time-axis.ts'

const at = (text: string): number => Date.parse(`${text}Z`)

test.each<[from: string, to: string, first: string, labels: readonly string[]]>([
  [
    '2026-11-22T09:12:49.800',
    '2026-11-22T09:12:49.840',
    '2026-11-22T09:12:49.800',
    ['09:12:49.800', '09:12:49.805'],
  ],
  ['2026-11-22T09:12:49.800', '2026-11-22T09:14:39.674', '2026-11-22T09:13:00', ['09:13:00', '09:13:15']],
  [
    '2026-11-22T22:40:00',
    '2026-11-23T01:10:00',
    '2026-11-22T23:00:00',
    ['23:00', '23:30', '2026-11-23', '00:30'],
  ],
  ['2026-02-27T05:00:00', '2026-03-04T05:00:00', '2026-02-28T00:00:00', ['2026-02-28', '2026-03-01']],
])('%s to %s', (from, to, first, labels) => {
  const ticks = timeTicks(at(from), at(to))
  expect(ticks[0]?.time).toBe(at(first))
  expect(ticks.slice(0, labels.length).map(({ label }) => label)).toEqual(labels)
  expect(ticks.length).toBeLessThanOrEqual(10)
})

test.each([1, 7, 999, 1e3, 1e5, 1e7, 1e9, 1e11, 1e13, 8e15])(
  'a span of %d ms has a few ticks within it',
  (span) => {
    const ticks = timeTicks(1000, 1000 + span)
    expect(ticks.length).toBeGreaterThan(0)
    expect(ticks.length).toBeLessThanOrEqual(10)
    expect(ticks.every(({ time }) => time >= 1000 && time <= 1000 + span)).toBe(true)
  },
)

test('what no calendar can show has none', () => {
  expect(timeTicks(0, 9e15)).toEqual([])
})
