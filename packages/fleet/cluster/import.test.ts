/** Imports into a cluster: the reports are those of DuckDB, also of an import that was killed or whose shards failed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openStore, type ReportParameters, reportNames, type Store } from '../src/index.ts'
import { type Cluster, startCluster } from './nodes.ts'

const root = new URL('../../../', import.meta.url)
const dist = new URL('../dist/index.js', import.meta.url)
const LOGS = {
  web: 'examples/audit.log',
  mixed: 'fixtures/captures/host-mixed/audit.log',
  systemd: 'fixtures/captures/systemd/audit.log',
  enriched: 'fixtures/captures/bpf-enriched/audit.log',
  basic: 'fixtures/captures/bpf-basic/audit.log',
  reboots: 'fixtures/bpf/reboots.log',
}
const sources = Object.entries(LOGS).map(([host, log]) => ({ host, files: [new URL(log, root).pathname] }))
/** Small, so that an import has many points to be killed at. */
const BATCH_EVENTS = 700
const KILLS = Number(process.env['TS_AUDIT_KILLS'] ?? 10)

const questions: readonly ReportParameters[] = [
  {},
  { node: 'web' },
  { limit: 2 },
  { since: new Date('2026-11-24T07:58:02.374Z'), until: new Date('2026-11-25T08:31:10.341Z') },
]

async function answers(store: Store): Promise<Readonly<Record<string, unknown>>> {
  const found: [string, unknown][] = []
  for (const name of reportNames) {
    for (const [number, question] of questions.entries()) {
      found.push([`${name} ${number}`, (await store.report(name, question)).rows])
    }
  }
  for await (const rows of (await store.query(COUNTS)).rows) found.push(['counts', rows])
  return Object.fromEntries(found)
}
const COUNTS = `SELECT node, count(*) AS events, count(DISTINCT event_id) AS ids, sum(serial) AS serials
  FROM events GROUP BY node ORDER BY node`

let expected: Readonly<Record<string, unknown>>
beforeAll(async () => {
  const store = await openStore(':memory:')
  await store.import(sources)
  expected = await answers(store)
  await store.close()
})

let cluster: Cluster
afterEach(async () => {
  await cluster?.stop()
})

async function clusterAnswers(): Promise<Readonly<Record<string, unknown>>> {
  const store = await openStore(cluster.url({ user: 'reader', deadline: 60 }), { readOnly: true })
  try {
    return await answers(store)
  } finally {
    await store.close()
  }
}

describe.each([
  { shards: 1, replicas: 1 },
  { shards: 3, replicas: 1 },
  { shards: 2, replicas: 2 },
])('$shards shards of $replicas replicas', (shape) => {
  test('all reports are those of DuckDB, also when everything is imported again', async () => {
    cluster = await startCluster(shape)
    const store = await openStore(cluster.url({ deadline: 60 }))
    await store.import(sources)
    expect(await clusterAnswers()).toEqual(expected)
    const again = await store.import(sources)
    expect(again.events).toBe(0)
    expect(await clusterAnswers()).toEqual(expected)
    await store.close()
  })
})

test('a shard killed during an import stops it, is named, and when it is back nothing is lost or there twice', async () => {
  cluster = await startCluster({ shards: 2, replicas: 1 })
  const store = await openStore(cluster.url({ deadline: 20 }))
  let killed: Promise<void> | undefined
  const onProgress = ({ events }: { readonly events: number }) => {
    if (events > 2 * BATCH_EVENTS) killed ??= cluster.nodes[1]?.kill()
  }
  await expect(store.import(sources, { batchEvents: BATCH_EVENTS, onProgress })).rejects.toThrow(
    `${cluster.nodes[1]?.tcp}`,
  )
  await killed
  await cluster.nodes[1]?.start()
  await store.close()
  const later = await openStore(cluster.url({ deadline: 20 }))
  await later.import(sources)
  expect(await clusterAnswers()).toEqual(expected)
  await later.close()
})

test(`an import killed at random points ${KILLS} times and gone on with has everything once`, async () => {
  cluster = await startCluster({ shards: 2, replicas: 1 })
  await (await openStore(cluster.url())).close()
  let finished = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startImport(cluster.url({ user: 'importer', deadline: 60 }))
    const end = new Promise<number | null>((resolve) => child.once('exit', resolve))
    await Promise.race([new Promise((resolve) => child.stdout?.once('data', resolve)), end])
    expect(child.exitCode).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1500))
    child.kill('SIGKILL')
    if ((await end) === 0) finished++
  }
  expect(finished).toBeLessThan(KILLS)
  const last = startImport(cluster.url({ user: 'importer', deadline: 60 }))
  expect(await new Promise((resolve) => last.once('exit', resolve))).toBe(0)
  expect(await clusterAnswers()).toEqual(expected)
}, 600_000)

/** An import in a process of its own, of the built package; it says when it begins. */
function startImport(url: string): ChildProcess {
  const code = `
    const { openStore } = await import(${JSON.stringify(dist.href)})
    const store = await openStore(${JSON.stringify(url)})
    process.stdout.write('begins')
    await store.import(${JSON.stringify(sources)}, { batchEvents: ${BATCH_EVENTS} })
    await store.close()`
  return spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
