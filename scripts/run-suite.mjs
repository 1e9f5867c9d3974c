// The `test` script of every workspace: its tests in a process that is killed when it takes too long, between two lines
// that `npm test` shows while it waits. Arguments go to vitest; run in scripts/, it runs the tests of the scripts.
import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './project.mjs'
import { runSuite } from './suite.mjs'
import { endLine, startLine } from './suite-lines.mjs'
import { readCounts } from './test-counts.mjs'

const path = process.cwd()
const folder = relative(root, path)
const results = join(path, '.test-results.json')
rmSync(results, { force: true })

console.log(startLine(folder))
const outcome = await runSuite({ path, args: process.argv.slice(2) })
// What a killed suite has counted is not all of it.
if (outcome.killed !== undefined) rmSync(results, { force: true })
console.log(endLine(folder, readCounts(results), outcome))
process.exitCode = outcome.status
