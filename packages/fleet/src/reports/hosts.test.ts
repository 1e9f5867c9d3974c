/** The report `hosts` counts what a walk through the events in their order counts. */
import { hasDuckdb } from '@ts-audit/testing/duckdb'
import { expect, test } from 'vitest'
import { openStore } from '../store.ts'

interface Stamp {
  readonly node: string
  readonly ts: number
  readonly serial: number
}

const HOSTS = 60
const EVENTS = 60

/** Hosts that count on, leave numbers out, repeat them, begin again, or do so within a second. */
function randomStamps(): readonly Stamp[] {
  const below = (end: number): number => Math.floor(Math.random() * end)
  return Array.from({ length: HOSTS }, (_, host) => {
    const [pause, restarts] = [[1, 300, 5000][host % 3] ?? 1, host % 4 === 0 ? 0 : 0.1]
    let [ts, serial] = [1_700_000_000_000 + below(100_000), 500 + below(3000)]
    return Array.from({ length: EVENTS }, () => {
      ts += below(pause)
      serial = Math.random() < restarts ? below(1500) : serial + [1, 1, 1, 0, 2, -1, 400, 1200][below(8)]!
      return { node: `host${host}`, ts, serial }
    })
  }).flat()
}

/** By host: how many numbers are missing in its runs. */
function missingByWalk(stamps: readonly Stamp[]): ReadonlyMap<string, number> {
  const missing = new Map<string, number>()
  for (const node of new Set(stamps.map((stamp) => stamp.node))) {
    const ordered = stamps
      .filter((stamp) => stamp.node === node)
      .toSorted((one, other) => one.ts - other.ts || one.serial - other.serial)
    const runs: number[][] = []
    for (const [index, { serial }] of ordered.entries()) {
      if (index === 0 || serial + 1000 < (ordered[index - 1]?.serial ?? 0)) runs.push([])
      runs.at(-1)?.push(serial)
    }
    const of = runs.map((run) => Math.max(...run) - Math.min(...run) + 1 - new Set(run).size)
    missing.set(
      node,
      of.reduce((sum, count) => sum + count, 0),
    )
  }
  return missing
}

test.skipIf(!hasDuckdb)('missing events of each host [needs @duckdb/node-api]', async () => {
  const store = await openStore(':memory:')
  const stamps = randomStamps()
  const values = stamps.map(({ node, ts, serial }) => `('${node}', make_timestamp_ms(${ts}), ${serial})`)
  await store.engine.execute(
    `INSERT INTO events (node, ts, serial, types, main_type, has_syscall, argv, keys, paths, bpf, source, source_event, names_node)
      SELECT node, ts, serial, [], 'USER', false, [], [], [], [], 's', 0, true FROM (VALUES ${values.join(', ')}) AS v (node, ts, serial)`,
  )
  const { rows } = await store.report('hosts')
  expect(new Map(rows.map((row) => [row.node, row.missing_events]))).toEqual(missingByWalk(stamps))
  expect(rows.length).toBe(HOSTS)
  await store.close()
})
