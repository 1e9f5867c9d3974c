// What `npm test` shows while the task runner is at work: a line as each suite begins and ends, and the whole output of
// a suite that fails.
import { readLine } from './suite-lines.mjs'

const FAILS = /\d failed|FAILED/
const ENDS = /\d passed|FAILED/

/**
 * Follows the output of the task runner.
 * @param {(text: string) => void} note shows a line
 * @returns {{ take: (line: string) => void, rest: () => string[] }}
 *   `rest` gives the lines of the runner itself and of suites that never said how they ended
 */
export function followSuites(note) {
  /** @type {Map<string, string[]>} */
  const printed = new Map()
  /** @type {Set<string>} */
  const unchanged = new Set()
  /** @type {Set<string>} */
  const ended = new Set()
  /** @type {string[]} */
  const rest = []
  return {
    take(line) {
      const read = readLine(line)
      if (read === undefined) {
        rest.push(line)
        return
      }
      const { task, text, about } = read
      if (about === 'cache') unchanged.add(task)
      if (about !== 'suite') {
        const lines = printed.get(task)
        if (lines === undefined) printed.set(task, [text])
        else lines.push(text)
        return
      }
      const isEnd = ENDS.test(text)
      if (isEnd) ended.add(task)
      if (!unchanged.has(task)) note(`  ${text}`)
      else if (isEnd) note(`  ${text.replace(/ in \d+ s$/, ', as before')}`)
      if (FAILS.test(text)) for (const failed of printed.get(task) ?? []) note(`    ${failed}`)
    },
    rest: () => [...rest, ...[...printed].flatMap(([task, lines]) => (ended.has(task) ? [] : lines))],
  }
}
