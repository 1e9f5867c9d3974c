/** A cluster of which a part fails: never a part of an answer, never rows twice, and an error that names the part. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Engine, Value } from '../src/engine.ts'
import { openClickHouse } from '../src/engines/clickhouse/clickhouse-engine.ts'
import { eventsTable } from '../src/schema/events-table.ts'
import { tables } from '../src/schema/tables.ts'
import { eventBatch } from './event-batch.ts'
import { type Cluster, type Shape, startCluster } from './nodes.ts'

const HOSTS = 20
const BATCH = 5000

let cluster: Cluster
let engine: Engine
afterEach(async () => {
  await engine?.close()
  await cluster?.stop()
})

async function begin(shape: Shape, deadline = 5): Promise<void> {
  cluster = await startCluster(shape)
  engine = await openClickHouse(cluster.url({ deadline }))
  await engine.prepare(tables)
}

async function rows(sql: string, from = engine): Promise<readonly (readonly Value[])[]> {
  const found: (readonly Value[])[] = []
  for await (const piece of (await from.query(sql)).rows) found.push(...piece)
  return found
}

/** How many events there are, and how many there would be if one had come twice. */
const COUNTS = 'SELECT count(*) AS events, count(DISTINCT event_id) AS ids FROM events'
const insert = (batch: number) => engine.insert(eventsTable, [eventBatch(batch * BATCH, BATCH, HOSTS)])
const counts = (batches: number) => [[BigInt(batches * BATCH), BigInt(batches * BATCH)]]

async function reasonOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'it did not fail',
    (error: unknown) => String(error),
  )
}

describe('three shards', () => {
  const shape = { shards: 3, replicas: 1 }

  test('hold the rows of different hosts, and answer together', async () => {
    await begin(shape)
    await insert(0)
    expect(await rows(COUNTS)).toEqual(counts(1))
    const each = await Promise.all(
      [0, 1, 2].map((node) => cluster.ask(node, 'SELECT count() FROM audit.events_rows')),
    )
    expect(each.map(Number).reduce((sum, count) => sum + count, 0)).toBe(BATCH)
    expect(each.every((count) => Number(count) > 0)).toBe(true)
    const [[hosts] = []] = await rows(
      'SELECT count(*) FROM (SELECT node FROM events GROUP BY node HAVING count(DISTINCT exe) = 7) AS h',
    )
    expect(hosts).toBe(BigInt(HOSTS))
    expect(await rows('SELECT key, count(*) FROM event_keys GROUP BY key')).toEqual([
      ['even', BigInt(BATCH / 2)],
    ])
  })

  test('one killed is named by questions and inserts; when it is back, nothing is lost or there twice', async () => {
    await begin(shape)
    await insert(0)
    await cluster.nodes[1]?.kill()
    expect(await reasonOf(rows(COUNTS))).toContain(`${cluster.nodes[1]?.tcp}`)
    expect(await reasonOf(insert(1))).toContain(`${cluster.nodes[1]?.tcp}`)
    await cluster.nodes[1]?.start()
    await insert(1)
    expect(await rows(COUNTS)).toEqual(counts(2))
  })

  test('one killed while a question runs is named', async () => {
    await begin(shape, 20)
    await insert(0)
    const asked = reasonOf(rows('SELECT count(*) FROM events WHERE sleepEachRow(0.001) = 0'))
    await new Promise((resolve) => setTimeout(resolve, 500))
    await cluster.nodes[2]?.kill()
    expect(await asked).toContain(`${cluster.nodes[2]?.address}`)
  })

  test('one frozen meets the deadline and is named; awake again it answers', async () => {
    await begin(shape)
    await insert(0)
    cluster.nodes[1]?.freeze()
    expect(await reasonOf(rows(COUNTS))).toContain(`${cluster.nodes[1]?.address}`)
    expect(await reasonOf(insert(1))).toContain(`${cluster.nodes[1]?.address}`)
    cluster.nodes[1]?.thaw()
    await insert(1)
    expect(await rows(COUNTS)).toEqual(counts(2))
  })

  test('the one that is asked frozen, and killed', async () => {
    await begin(shape, 2)
    await insert(0)
    cluster.nodes[0]?.freeze()
    expect(await reasonOf(rows(COUNTS))).toContain(
      `ClickHouse at ${cluster.nodes[0]?.http} did not answer within 2 s`,
    )
    cluster.nodes[0]?.thaw()
    await cluster.nodes[0]?.kill()
    expect(await reasonOf(rows(COUNTS))).toContain(
      `ClickHouse at ${cluster.nodes[0]?.http} cannot be reached`,
    )
    const other = await openClickHouse(cluster.url({ deadline: 10 }), { readOnly: true })
    expect(await reasonOf(rows(COUNTS, other))).toContain(`${cluster.nodes[0]?.tcp}`)
    await other.close()
  })
})

describe('two shards of two replicas', () => {
  const shape = { shards: 2, replicas: 2 }

  test('a replica killed: questions are answered whole by the other, inserts say that it is down', async () => {
    await begin(shape)
    await insert(0)
    expect(await rows(COUNTS)).toEqual(counts(1))
    await cluster.nodes[3]?.kill()
    expect(await rows(COUNTS)).toEqual(counts(1))
    expect(await reasonOf(insert(1))).toContain(`${cluster.nodes[3]?.tcp}`)
    await cluster.nodes[3]?.start()
    await insert(1)
    await cluster.nodes[2]?.kill()
    expect(await rows(COUNTS)).toEqual(counts(2))
  })

  test('a replica frozen: questions are answered by the other', async () => {
    await begin(shape, 10)
    await insert(0)
    cluster.nodes[2]?.freeze()
    expect(await rows(COUNTS)).toEqual(counts(1))
  })
})
