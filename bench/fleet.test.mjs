import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { reportNames } from '../packages/fleet/src/reports/registry.ts'

const { resolve } = createRequire(new URL('../packages/fleet/package.json', import.meta.url))
const hasDuckdb = (() => {
  try {
    return resolve('@duckdb/node-api') !== ''
  } catch {
    return false
  }
})()

it.skipIf(!hasDuckdb)(
  'imports every host that it makes, and reports on them [needs @duckdb/node-api]',
  () => {
    const script = join(import.meta.dirname, 'fleet.mjs')
    const { stdout, status } = spawnSync(process.execPath, [script, '--hosts', '3', '--size', '100K'], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    const rows = new Map(stdout.split('\n').map((line) => [line.slice(0, 22).trim(), line.slice(23)]))
    expect(Number(/of 3 hosts, (\d+) events/.exec(rows.get('import') ?? '')?.[1])).toBeGreaterThan(100)
    expect(rows.get('hosts')).toMatch(/ 3 rows$/)
    for (const name of reportNames) expect(rows.get(name), name).toMatch(/^[\d.]+ s, \d+ rows$/)
  },
  120_000,
)
