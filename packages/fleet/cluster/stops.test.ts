/** An import into ClickHouse, which has no transactions, that is stopped before any of its statements. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine, Value } from '../src/engine.ts'
import { openClickHouse } from '../src/engines/clickhouse/clickhouse-engine.ts'
import { joinedPieces } from '../src/import/line-parts.ts'
import { brotli } from '../src/node/brotli.ts'
import { importLogs } from '../src/node/import-logs.ts'
import { tables } from '../src/schema/tables.ts'
import { type Cluster, startCluster } from './nodes.ts'

/** Its events come without node, so that it can be the log of many hosts. */
const LOG = new URL('../../../fixtures/bpf/reboots.log', import.meta.url)
let folder: string
let cluster: Cluster
let engine: Engine
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ts-audit-stops-'))
  cluster = await startCluster({ shards: 2, replicas: 1 })
  engine = await openClickHouse(cluster.url())
  await engine.prepare(tables)
})
afterAll(async () => {
  await engine?.close()
  await cluster?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('has everything once when it is gone on with, also with more in the log', async () => {
  const lines = readFileSync(LOG, 'latin1').split('\n')
  const half = lines.slice(0, Math.floor(lines.length / 2))

  async function importLog(host: string, content: readonly string[], beforeChange = () => {}): Promise<void> {
    const log = path.join(folder, 'audit.log')
    writeFileSync(log, content.join('\n'), 'latin1')
    await importLogs(onChange(engine, beforeChange), [{ host, files: [log] }])
  }

  let changes = 0
  await importLog('whole', half, () => void changes++)
  const ofHalf = changes
  await importLog('whole', lines, () => void changes++)
  const expected = await stateOf('whole')
  expect(expected.programs.length).toBeGreaterThan(5)
  expect(expected.findings.length).toBeGreaterThan(1)

  for (let stop = 0; stop < changes; stop++) {
    const host = `stopped-${stop}`
    let change = 0
    const stopThere = () => {
      if (change++ >= stop) throw new Error('stopped')
    }
    const first = importLog(host, half, stopThere).then(() => importLog(host, lines, stopThere))
    await expect(first).rejects.toThrow('stopped')
    if (stop >= ofHalf) expect((await stateOf(host)).sources).toHaveLength(1)
    await importLog(host, lines)
    expect(await stateOf(host), `before statement ${stop} of ${changes}`).toEqual(expected)
  }
})

/** An engine that tells before it changes anything. */
function onChange(engine: Engine, tell: () => void): Engine {
  const told =
    <Arguments extends unknown[]>(change: (...given: Arguments) => Promise<void>) =>
    async (...given: Arguments) => {
      tell()
      return change.apply(engine, given)
    }
  const changes = new Map<unknown, unknown>([
    ['execute', told(engine.execute)],
    ['insert', told(engine.insert)],
  ])
  return new Proxy(engine, {
    get(target, name) {
      const value = changes.get(name) ?? Reflect.get(target, name)
      return typeof value === 'function' && !changes.has(name) ? value.bind(target) : value
    },
  })
}

async function stateOf(node: string) {
  const rows = async (sql: string): Promise<readonly (readonly Value[])[]> => {
    const found: (readonly Value[])[] = []
    for await (const piece of (await engine.query(sql, { node })).rows) found.push(...piece)
    return found
  }
  const columns = (table: string) =>
    tables
      .find(({ name }) => name === table)
      ?.columns.map(({ name }) => name)
      .filter((name) => name !== 'node')
      .join(', ')
  const parts = 'SELECT part, lines FROM bpf_lines WHERE node = $node ORDER BY first_event, part'
  const lines: Uint8Array[] = []
  for await (const piece of joinedPieces(await engine.query(parts, { node })))
    lines.push(await brotli.decompress(piece))
  return {
    lines: Buffer.concat(lines).toString('latin1').split('\n').sort(),
    programs: await rows(`SELECT ${columns('programs')} FROM programs WHERE node = $node ORDER BY number`),
    findings: await rows(`SELECT ${columns('findings')} FROM findings WHERE node = $node ORDER BY number`),
    events: await rows(
      `SELECT ts, serial, source_event FROM events WHERE node = $node ORDER BY source_event`,
    ),
    sources: await rows(`SELECT events, settled, digest, size FROM sources WHERE host = $node`),
    pending: await rows('SELECT node FROM pending_nodes WHERE node = $node'),
  }
}
