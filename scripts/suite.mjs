// Runs the tests of one workspace in a process of their own, which is killed when it takes too long: a test that never
// comes back cannot be stopped from inside.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { killTree } from './process-tree.mjs'

/**
 * What a suite may take, unless TS_AUDIT_SUITE_SECONDS says otherwise: one that never ends is stopped. The slowest, the imports of
 * ts-aufleet that are killed fifty times, took 390 s alone on two cores.
 */
const MOST_SECONDS = 900

/** The suites that take longest, the longest first. */
const LONGEST = [
  'apps/ts-ausearch',
  'apps/ts-aufleet',
  'packages/inputs',
  'apps/ts-aureport',
  'apps/viewer',
  'packages/bpf',
  'scripts',
  'packages/fleet',
  'packages/cli',
  'packages/auparse',
]

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))

/**
 * @typedef {object} SuiteRun
 * @property {string} path       the folder of the workspace, with its vitest configuration
 * @property {readonly string[]} [args] for vitest
 * @property {string} [node]     the Node to run it with
 * @property {NodeJS.ProcessEnv} [env] besides what this process has
 * @property {number} [mostSeconds]
 * @property {boolean} [quiet]   keep what it prints instead of showing it
 */

/**
 * @typedef {object} SuiteOutcome
 * @property {number} status     the exit status of vitest; 1 when it was killed
 * @property {number} seconds    how long it took
 * @property {string} printed    what it printed, when quiet
 * @property {{ afterSeconds: number, unfinished: readonly string[] } | undefined} killed
 *   set when it took too long, with the test files that had begun and not ended
 */

/**
 * How many suites run beside each other: half as many as there are cores, since vitest runs several files of each, but
 * two where there are two cores, since there it runs one.
 */
function suitesAtOnce() {
  const cores = availableParallelism()
  return Math.max(Math.floor(cores / 2), Math.min(cores, 2))
}

/**
 * Runs suites, some beside each other; those that take longest first: begun last, one of them would be waited for alone.
 * @template {{ readonly folder: string }} Suite
 * @param {readonly Suite[]} suites
 * @param {(suite: Suite) => Promise<void>} runOne
 */
export async function runSuites(suites, runOne) {
  const waiting = suites.toSorted((one, other) => rank(one) - rank(other))
  const runOneByOne = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) await runOne(suite)
  }
  await Promise.all(Array.from({ length: suitesAtOnce() }, runOneByOne))
}

/** @param {{ readonly folder: string }} suite */
function rank({ folder }) {
  const at = LONGEST.indexOf(folder)
  return at < 0 ? LONGEST.length : at
}

/**
 * Runs the tests of a workspace.
 * @param {SuiteRun} run
 * @returns {Promise<SuiteOutcome>}
 */
export async function runSuite({
  path,
  args = [],
  node = process.execPath,
  env = {},
  mostSeconds = Number(process.env.TS_AUDIT_SUITE_SECONDS ?? MOST_SECONDS),
  quiet = false,
}) {
  const notes = mkdtempSync(join(tmpdir(), 'ts-audit-suite-'))
  const unfinishedFile = join(notes, 'unfinished')
  const begun = process.hrtime.bigint()
  const child = spawn(node, [vitest, 'run', ...args], {
    cwd: path,
    env: { ...process.env, ...env, TS_AUDIT_UNFINISHED: unfinishedFile },
    // A group of its own, so that none of it is left when it is killed.
    detached: true,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
  })
  /** @type {Buffer[]} */
  const printed = []
  child.stdout?.on('data', (chunk) => printed.push(chunk))
  child.stderr?.on('data', (chunk) => printed.push(chunk))

  const kill = () => child.pid !== undefined && killTree(child.pid)
  /** @param {NodeJS.Signals} signal */
  const killAndEnd = (signal) => {
    kill()
    process.kill(process.pid, signal)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, killAndEnd)
  let isKilled = false
  const timer = setTimeout(() => {
    isKilled = true
    kill()
  }, mostSeconds * 1000)

  const status = await new Promise((resolve) => {
    child.on('error', () => resolve(1))
    // What is left of it may hold its output open.
    child.on('exit', () => isKilled && resolve(1))
    child.on('close', (code) => resolve(code ?? 1))
  })
  clearTimeout(timer)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, killAndEnd)
  const unfinished = isKilled ? linesOf(unfinishedFile) : []
  rmSync(notes, { recursive: true })
  return {
    status: isKilled ? 1 : status,
    seconds: Number(process.hrtime.bigint() - begun) / 1e9,
    printed: Buffer.concat(printed).toString(),
    killed: isKilled ? { afterSeconds: mostSeconds, unfinished } : undefined,
  }
}

/** @param {string} file */
function linesOf(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  } catch {
    return []
  }
}
