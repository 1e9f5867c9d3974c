// Runs the suites once more under other conditions than those of `npm test`: never from the task runner's cache, and
// with counts that are not mistaken for those of `npm test`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasTests, isShell, note, root, workspaces } from './project.mjs'
import { runSuite, runSuites } from './suite.mjs'
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
  return allSuites().filter(({ folder }) => folder.startsWith('apps/') && withoutOwnWasm.has(folder))
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
 * @typedef {object} Variant
 * @property {string} what     `Node 22`
 * @property {readonly Suite[]} suites
 * @property {{ node?: string, env?: NodeJS.ProcessEnv }} conditions
 */

/**
 * Runs some suites under one condition or several, and says how each ended; the whole output of those that fail.
 * @param {readonly Variant[]} variants
 * @returns {Promise<boolean>} whether all of them passed
 */
export async function runVariants(variants) {
  const folder = mkdtempSync(join(tmpdir(), 'ts-audit-variant-'))
  const running = variants.map((variant) => ({ ...variant, total: { passed: 0, failed: 0, skipped: 0 } }))
  for (const { what, suites } of variants) note(`${what}: ${suites.length} suites`)
  const all = running.flatMap((variant) => variant.suites.map((suite) => ({ ...suite, variant })))
  await runSuites(all, async ({ variant, ...suite }) => {
    const results = join(folder, `${variant.what} ${suite.folder}`.replace(/[ /]/g, '-'))
    const counts = await runOne(suite, variant, results)
    variant.total = addCounts(variant.total, counts)
  })
  rmSync(folder, { recursive: true, force: true })
  for (const { what, total } of running) note(`${what}: ${briefly(total)}`)
  return running.every(({ total: { failed, passed } }) => failed === 0 && passed > 0)
}

/**
 * @param {Suite} suite
 * @param {Variant} variant
 * @param {string} results
 */
async function runOne({ folder, path }, { what, conditions: { node, env } }, results) {
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
  note(`  ${folder.padEnd(22)} ${ended}, ${what}`)
  if (counts.failed > 0 || outcome.status !== 0) note(outcome.printed)
  return outcome.status !== 0 && counts.failed === 0
    ? addCounts(counts, { passed: 0, failed: 1, skipped: 0 })
    : counts
}
