// `node followed.mjs RESULT…`: whether what a run of follow.sh has followed is what the finished logs hold, each line as often.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const STAMP = /msg=audit\((\d+\.\d+):\d+\)/
const linesOf = (/** @type {string} */ file) =>
  readFileSync(file, 'latin1')
    .split('\n')
    // `--raw` ends each record of an event with names by their separator, also those that have none (spec 02).
    .map((line) => line.replace(/\x1d$/, ''))
    .filter((line) => STAMP.test(line))
const timeOf = (/** @type {string} */ line) => Number(STAMP.exec(line)?.[1])

/** @param {readonly string[]} lines */
function countsOf(lines) {
  const counts = new Map()
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

for (const result of process.argv.slice(2)) {
  const folder = join(result, 'audit')
  const files = readdirSync(folder).filter((name) => name.startsWith('audit.log'))
  const written = files.flatMap((name) => linesOf(join(folder, name)))
  const followed = linesOf(join(result, 'followed.raw'))
  // What came before the command started and after it ended was not to be followed.
  const times = followed.map(timeOf)
  const [first, last] = [Math.min(...times), Math.max(...times)]
  const expected = countsOf(written.filter((line) => timeOf(line) > first && timeOf(line) < last))
  const given = countsOf(followed.filter((line) => timeOf(line) > first && timeOf(line) < last))
  const missing = [...expected].filter(([line, count]) => (given.get(line) ?? 0) < count)
  const extra = [...given].filter(([line, count]) => (expected.get(line) ?? 0) < count)
  console.log(
    `${result}: ${files.length} files, ${written.length} lines; followed ${followed.length} in ${(last - first).toFixed(0)} s; missing ${missing.length}, too many ${extra.length}`,
  )
  for (const [line] of [...missing, ...extra].slice(0, 5)) console.log(`  ${line.slice(0, 150)}`)
}
