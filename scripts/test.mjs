// `npm test`: sets up what is missing, builds, runs the tests of every package, app and script, and sums the counts.
import { spawnSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, fail, hasTests, install, isShell, note, root, turbo, workspaces } from './project.mjs'
import { addCounts, describeCounts, readCounts } from './test-counts.mjs'

await install()
await build()

const shells = workspaces().filter((workspace) => isShell(workspace) && !hasTests(workspace))
const tested = workspaces().filter(({ name }) => !shells.some((shell) => shell.name === name))
const suites = [
  ...tested.map(({ folder, path }) => ({ folder, path })),
  { folder: 'scripts', path: join(root, 'scripts') },
]
for (const { path } of suites) rmSync(join(path, '.test-results.json'), { force: true })

if (shells.length > 0) note(`Nothing to test yet in ${shells.map(({ name }) => name).join(', ')}`)
note('Testing')
const status = await turbo(
  [
    'run',
    'test',
    'test:scripts',
    ...tested.map(({ name }) => `--filter=${name}`),
    '--filter=//',
    '--concurrency=50%',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
  ],
  { quiet: true, env: { TS_AUDIT_SURROUNDINGS: surroundings() } },
)

const results = suites.map(({ folder, path }) => ({
  folder,
  ...readCounts(join(path, '.test-results.json')),
}))
for (const { folder, ...counts } of results) note(`  ${folder.padEnd(22)} ${describeCounts(counts)}`)
const total = results.reduce(addCounts, { passed: 0, failed: 0, skipped: 0 })
if (status !== 0 && total.failed === 0) fail('the tests passed, but the run failed: see above')
process.stdout.write(`${describeCounts(total)}\n`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

/** What the tests depend on beside the sources: part of turbo's cache key, so that a change runs them again. */
function surroundings() {
  const reference = spawnSync('ausearch', ['--version'], { encoding: 'utf8' })
  const shared = existsSync(join(root, '..', 'shared', 'conformance'))
  const user = process.getuid?.() === 0 ? 'root' : 'user'
  return [process.version, reference.stdout?.trim() || 'no ausearch', user, shared ? 'shared' : 'alone'].join(
    ' · ',
  )
}
