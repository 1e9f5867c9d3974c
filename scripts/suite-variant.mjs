// Runs the suites once more under other conditions than those of `npm test`: never from the task runner's cache, and
// with counts that are not mistaken for those of `npm test`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTests, isShell, note, root, workspaces } from './project.mjs'
import { runSuite, suitesAtOnce } from './suite.mjs'
import { briefly, whyKilled } from './suite-lines.mjs'
import { addCounts, readCounts } from './test-counts.mjs'

/** @typedef {{ folder: string, path: string }} Suite */

/** Tests of random inputs, and of kills at random points, have run in full by then; and what a browser shows is the same again. */
const BRIEFLY = { TS_AUDIT_RUNS_PART: '0.2', TS_AUDIT_CHROMIUM: '' }

/** Its tests look at a built page in a browser: neither the version of Node nor what Node has of WebAssembly is in it. */
const PAGE = 'apps/viewer'

/** @returns {Suite[]} every suite of `npm test` that the conditions can change */
export function allSuites() {
  return [
    ...workspaces()
      .filter(({ folder }) => folder !== PAGE)
      .filter((workspace) => !isShell(workspace) || hasTests(workspace))
      .map(({ folder, path }) => ({ folder, path })),
    { folder: 'scripts', path: join(root, 'scripts') },
  ]
}

/** @returns {Suite[]} the suites of commands, which use of Node what the packages use, as far as portableSuites leaves them out */
export function otherCommandSuites() {
  return allSuites().filter((suite) => isOfApp(suite) && withoutOwnWasm.has(suite.folder))
}

/** Takes WebAssembly away, see vitest.shared.ts. */
export const WITHOUT_WASM = { TS_AUDIT_WITHOUT_WASM: '1' }

/** What uses no WebAssembly, or only what has a suite of its own; packages/cli runs in those of the commands. */
const withoutOwnWasm = new Set([
  'scripts',
  'packages/tables',
  'packages/cli',
  'packages/fleet',
  'apps/ts-aubpfd',
  'apps/ts-aufleet',
  'apps/ts-aureport',
])

/** @returns {Suite[]} the suites of everything that may use WebAssembly */
export function portableSuites() {
  return allSuites().filter(({ folder }) => !withoutOwnWasm.has(folder))
}

/**
 * Runs some suites, and says how each ended; the whole output of those that fail.
 * @param {string} what     `Node 22`
 * @param {readonly Suite[]} suites
 * @param {{ node?: string, env?: NodeJS.ProcessEnv }} conditions
 * @returns {Promise<boolean>} whether all of them passed
 */
export async function runVariant(what, suites, conditions) {
  note(`${what}: ${suites.length} suites`)
  const begun = process.hrtime.bigint()
  const folder = mkdtempSync(join(tmpdir(), 'ts-audit-variant-'))
  // Those of the commands take longest: begun last, one of them would be waited for alone.
  const waiting = suites.toSorted((one, other) => Number(isOfApp(other)) - Number(isOfApp(one)))
  let total = { passed: 0, failed: 0, skipped: 0 }
  const runOneByOne = async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const counts = await runOne(suite, conditions, join(folder, suite.folder.replace('/', '-')))
      total = addCounts(total, counts)
    }
  }
  await Promise.all(Array.from({ length: suitesAtOnce() }, runOneByOne))
  rmSync(folder, { recursive: true, force: true })
  const seconds = Math.ceil(Number(process.hrtime.bigint() - begun) / 1e9)
  note(`${what}: ${briefly(total)} in ${seconds} s\n`)
  return total.failed === 0 && total.passed > 0
}

/** @param {Suite} suite */
function isOfApp({ folder }) {
  return folder.startsWith('apps/')
}

/**
 * @param {Suite} suite
 * @param {{ node?: string, env?: NodeJS.ProcessEnv }} conditions
 * @param {string} results
 */
async function runOne({ folder, path }, { node, env }, results) {
  const outcome = await runSuite({
    path,
    ...(node === undefined ? {} : { node }),
    env: { ...BRIEFLY, ...env, TS_AUDIT_TEST_RESULTS: results },
    quiet: true,
  })
  const counts = outcome.killed === undefined ? readCounts(results) : { passed: 0, failed: 1, skipped: 0 }
  const ended =
    outcome.killed === undefined
      ? `${briefly(counts)} in ${Math.ceil(outcome.seconds)} s`
      : whyKilled(outcome.killed)
  note(`  ${folder.padEnd(22)} ${ended}`)
  if (counts.failed > 0 || outcome.status !== 0) note(outcome.printed)
  return outcome.status !== 0 && counts.failed === 0
    ? addCounts(counts, { passed: 0, failed: 1, skipped: 0 })
    : counts
}
