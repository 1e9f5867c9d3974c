// `npm test`: sets up what is missing, builds, runs the tests of every package, app and script, and sums the counts.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, fail, hasTests, install, isShell, note, root, turbo, workspaces } from './project.mjs'
import { runSuites } from './suite.mjs'
import { followSuites } from './suite-progress.mjs'
import {
  addCounts,
  describeCounts,
  describeSkipReasons,
  readCounts,
  readSkipReasons,
} from './test-counts.mjs'

/** What some tests need and skip themselves without. */
const programs = ['bash', 'zsh', 'fish', 'groff', 'script', 'chromium']

await install()
await build()

const shells = workspaces().filter((workspace) => isShell(workspace) && !hasTests(workspace))
const tested = workspaces().filter(({ name }) => !shells.some((shell) => shell.name === name))
const suites = [
  ...tested.map(({ folder, path, name }) => ({ folder, path, task: ['test', `--filter=${name}`] })),
  { folder: 'scripts', path: join(root, 'scripts'), task: ['test:scripts', '--filter=//'] },
]
for (const { path } of suites) rmSync(join(path, '.test-results.json'), { force: true })

if (shells.length > 0) note(`Nothing to test yet in ${shells.map(({ name }) => name).join(', ')}`)
note(`Testing ${suites.length} suites`)
const progress = followSuites(note)
const options = { onLine: progress.take, env: { TS_AUDIT_SURROUNDINGS: surroundings() } }
let status = 0
await runSuites(suites, async ({ task }) => {
  const output = ['--output-logs=full', '--log-order=stream', '--no-color']
  status = (await turbo(['run', ...task, ...output], options)) || status
})

const reports = suites.map(({ path }) => join(path, '.test-results.json'))
const total = reports.map(readCounts).reduce(addCounts, { passed: 0, failed: 0, skipped: 0 })
if (total.skipped > 0) {
  note('Skipped')
  for (const line of describeSkipReasons(reports.flatMap(readSkipReasons))) note(line)
}
if (status !== 0) for (const line of progress.rest()) note(line)
if (status !== 0 && total.failed === 0) fail('the tests passed, but the run failed: see above')
process.stdout.write(`${describeCounts(total)}\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

/** What the tests depend on beside the sources: part of turbo's cache key, so that a change runs them again. */
function surroundings() {
  const reference = spawnSync('ausearch', ['--version'], { encoding: 'utf8' })
  const installed = programs.filter((name) => spawnSync(name, ['--version']).error === undefined)
  const shared = existsSync(join(root, '..', 'shared', 'conformance'))
  const user = process.getuid?.() === 0 ? 'root' : 'user'
  return [
    process.version,
    reference.stdout?.trim() || 'no ausearch',
    installed.join(' '),
    user,
    shared ? 'shared' : 'alone',
  ].join(' · ')
}
