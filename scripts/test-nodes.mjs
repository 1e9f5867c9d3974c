// `npm run test:nodes`: the tests on the supported versions of Node, whose binaries come as npm packages. Without
// arguments 22 and 24, else those that are named; the one that runs this is tested by `npm test`. Exits 3 when a binary
// cannot be had.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, install, note, root, run } from './project.mjs'
import { allSuites, runVariant } from './suite-variant.mjs'

/** Exit status when no binary could be fetched: no failure of the project. */
const NOT_FETCHED = 3

const asked = process.argv.slice(2)
const majors =
  asked.length > 0 ? asked : ['20', '22', '24'].filter((major) => !process.version.startsWith(`v${major}.`))

await install()
await build()
let status = 0
for (const major of majors) {
  const node = await fetchNode(major)
  if (node === undefined) {
    note(`Node ${major} could not be fetched: skipped`)
    status ||= NOT_FETCHED
    continue
  }
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()
  if (!(await runVariant(`Node ${version}`, allSuites(), { node }))) status = 1
}
process.exitCode = status

/**
 * The binary of a version, from its npm package, which is kept.
 * @param {string} major
 * @returns {Promise<string | undefined>}
 */
async function fetchNode(major) {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(root, '.cache', 'nodes', major)
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (!existsSync(binary)) {
    note(`Fetching Node ${major} (npm install ${name}@${major})`)
    mkdirSync(folder, { recursive: true })
    const npm = process.env.npm_execpath
    const command = npm === undefined ? ['npm'] : [process.execPath, npm]
    const options = [
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      '--fetch-retries=1',
    ]
    await run([...command, 'install', '--prefix', folder, ...options, `${name}@${major}`])
  }
  return existsSync(binary) ? binary : undefined
}
