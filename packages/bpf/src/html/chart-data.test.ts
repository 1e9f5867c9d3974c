// What the charts count, of a log that makes up its loaders.

import { LogReader } from '@ts-audit/log'
import { expect, test } from 'vitest'
import { loadedPrograms } from '../report/loaded.ts'
import { createBpfTracker } from '../tracker.ts'
import { chartData } from './chart-data.ts'

function reportOf(programs: number, loaders: number) {
  const tracker = createBpfTracker()
  const reader = new LogReader({ sink: tracker.sink })
  for (let id = 1; id <= programs; id++) {
    const stamp = `audit(${1_700_000_000 + id}.000:${id})`
    const exe = `"/usr/bin/l${id % loaders}"`
    const call = `arch=c000003e syscall=321 success=yes exit=3 a0=5 items=0 ppid=1 pid=${id} auid=0 uid=0 ses=1 comm="l" exe=${exe} key=(null)`
    reader.push(
      Buffer.from(`type=BPF msg=${stamp}: prog-id=${id} op=LOAD\ntype=SYSCALL msg=${stamp}: ${call}\n`),
    )
  }
  reader.end()
  return tracker.finish()
}

test.each<[programs: number, loaders: number, others: number | undefined]>([
  [300, 100, 76],
  [30_000, 30_000, undefined],
])(
  '%i programs of %i loaders: the busiest have a lane, the others are one',
  (programs, loaders, expected) => {
    const { lanes, others } = chartData(reportOf(programs, loaders))
    const counted = lanes.reduce((sum, { loads }) => sum + loads, 0)
    expect(lanes).toHaveLength(24)
    expect(counted + (others?.lane.loads ?? 0)).toBe(programs)
    expect(others?.loaders).toBe(expected)
    expect(others?.lane.alive.at(199)).toBe(programs - counted)
  },
)

test('of what is still loaded only the places are kept: a million are not a million objects', () => {
  const loaded = loadedPrograms(reportOf(10, 10))
  expect([...loaded].map(({ progId }) => progId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(loaded.at(3)).toEqual(loaded.at(3))
  expect(loaded.at(3)).not.toBe(loaded.at(3))
})
