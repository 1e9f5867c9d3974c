// Reads how many tests passed, failed and were skipped, and why those were, from the JSON report of vitest.
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * The counts of one report. A missing or broken report, a test file that could not be loaded and an error outside
 * of any test each count as one failure: a suite that did not run is never a success.
 * @param {string} path
 * @returns {Counts}
 */
export function readCounts(path) {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  /** @type {any} */
  let report
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && !file.assertionResults.some(hasFailed),
  ).length
  const failed = report.numFailedTests + unloaded
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !report.success ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/**
 * Why the tests of one report were skipped, once for each: what stands in `[needs …]` in the title of the test or of what
 * it is in; else the file.
 * @param {string} path
 * @returns {string[]}
 */
export function readSkipReasons(path) {
  if (!existsSync(path)) return []
  /** @type {any} */
  const report = JSON.parse(readFileSync(path, 'utf8'))
  return report.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults
      .filter((/** @type {any} */ { status }) => status !== 'passed' && status !== 'failed')
      .map((/** @type {any} */ { ancestorTitles, title }) => {
        const reason = /\[(needs [^\]]+)\]/.exec([...ancestorTitles, title].join(' '))?.[1]
        return reason?.replaceAll("'", '') ?? `gives no reason: ${basename(file.name)}`
      }),
  )
}

/**
 * `  46 needs fish`, by reason, most frequent first.
 * @param {readonly string[]} reasons
 * @returns {string[]}
 */
export function describeSkipReasons(reasons) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([reason, count]) => `${String(count).padStart(6)} ${reason}`)
}

/** @param {any} assertion */
function hasFailed(assertion) {
  return assertion.status === 'failed'
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/**
 * `12 passed, 0 failed`, and how many were skipped when any were.
 * @param {Counts} counts
 */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
