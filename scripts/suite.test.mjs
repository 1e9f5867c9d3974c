import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { root } from './project.mjs'
import { runSuite } from './suite.mjs'

const cache = join(root, 'scripts', '.cache')
const config = fileURLToPath(new URL('vitest.config.mjs', import.meta.url))

/** A test that never comes back, which has started a program that would outlive it. */
const SPINNING = `
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
test('spins', () => {
  for (const [name, options] of [['child', {}], ['daemon', { detached: true }]])
    writeFileSync(name, String(spawn('sleep', ['600'], options).pid))
  for (;;);
})
`
const PASSING = `
import { expect, test } from 'vitest'
test('passes', () => expect(1).toBe(1))
`

/** @type {string} */
let folder
beforeAll(() => {
  mkdirSync(cache, { recursive: true })
  folder = mkdtempSync(join(cache, 'suite-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * A suite of the given test files, configured as scripts/ is.
 * @param {Record<string, string>} files
 */
function suite(files) {
  const path = mkdtempSync(join(folder, 'of-'))
  writeFileSync(join(path, 'vitest.config.mjs'), `export { default } from '${config}'\n`)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

/**
 * Whether a process still runs; one that has ended may wait to be noticed.
 * @param {string} pid
 */
function isAlive(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

describe('runSuite', () => {
  it('runs the tests', async () => {
    const outcome = await runSuite({ path: suite({ 'a.test.mjs': PASSING }), quiet: true })
    expect(outcome).toMatchObject({ status: 0, killed: undefined })
    expect(outcome.printed).toContain('1 passed')
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'kills a suite that never comes back, with all it has started, and names the file [needs /proc]',
    async () => {
      const path = suite({ 'a.test.mjs': PASSING, 'spin.test.mjs': SPINNING })
      const outcome = await runSuite({ path, mostSeconds: 5, quiet: true })
      expect(outcome).toMatchObject({
        status: 1,
        killed: { afterSeconds: 5, unfinished: ['spin.test.mjs'] },
      })
      expect(outcome.seconds).toBeLessThan(30)
      const pids = ['child', 'daemon'].map((name) => readFileSync(join(path, name), 'utf8'))
      // On a busy machine a process ends a moment after it was killed.
      await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), 10_000)
    },
  )

  it('is a failure when it cannot be started', async () => {
    const outcome = await runSuite({ path: suite({}), node: join(folder, 'no-node'), quiet: true })
    expect(outcome.status).toBe(1)
  })
})
