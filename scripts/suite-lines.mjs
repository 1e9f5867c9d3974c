// The lines in which a suite says that it begins and how it ended: written by run-suite.mjs, picked out of the task
// runner's output by `npm test`.
import { describeCounts } from './test-counts.mjs'

const MARK = '[suite] '

/**
 * @param {string} folder of the workspace, `packages/log`
 */
export function startLine(folder) {
  return `${MARK}${folder.padEnd(22)} testing`
}

/**
 * `packages/log           111 passed in 9 s`, or why there is no number.
 * @param {string} folder
 * @param {import('./test-counts.mjs').Counts} counts
 * @param {Pick<import('./suite.mjs').SuiteOutcome, 'seconds' | 'killed'>} outcome
 */
export function endLine(folder, counts, { seconds, killed }) {
  return `${MARK}${folder.padEnd(22)} ${killed === undefined ? `${briefly(counts)} in ${Math.ceil(seconds)} s` : whyKilled(killed)}`
}

/**
 * `12 passed, 3 skipped`; failures only where there are any.
 * @param {import('./test-counts.mjs').Counts} counts
 */
export function briefly(counts) {
  return counts.failed > 0 ? describeCounts(counts) : describeCounts(counts).replace(', 0 failed', '')
}

/** @param {NonNullable<import('./suite.mjs').SuiteOutcome['killed']>} killed */
export function whyKilled({ afterSeconds, unfinished }) {
  const what = unfinished.length === 0 ? 'it did not end' : `${unfinished.join(', ')} did not end`
  return `FAILED: killed after ${afterSeconds} s, ${what}`
}

/**
 * What a line of the task runner tells: which task it is from, and whether that is a line about a suite.
 * @param {string} line `@ts-audit/log:test: [suite] packages/log  testing`
 * @returns {{ task: string, text: string, about: 'suite' | 'cache' | 'rest' } | undefined} undefined for its own lines
 */
export function readLine(line) {
  const match = /^((?:@[^/: ]+\/)?[^/: @]+|\/\/):(test[a-z:]*): ?(.*)$/.exec(line)
  if (match === null) return undefined
  const [, workspace, script, text = ''] = match
  const task = `${workspace}:${script}`
  if (text.startsWith(MARK)) return { task, text: text.slice(MARK.length), about: 'suite' }
  return { task, text, about: text.startsWith('cache hit') ? 'cache' : 'rest' }
}
