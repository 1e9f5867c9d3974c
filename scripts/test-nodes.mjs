// `npm run test:nodes`: the tests on the supported versions of Node, whose binaries come as npm packages. Without
// arguments 22 and 24, else those that are named; the one that runs this is tested by `npm test`. With --portable, for CI, the
// last of them runs all tests that may use WebAssembly without it, and those of the packages that hold some with it, too; the others
// run those of the commands that it leaves out. Exits 3 when a binary cannot be had.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, fetchPackages, install, note, root } from './project.mjs'
import { allSuites, otherCommandSuites, portableSuites, runVariants, WITHOUT_WASM } from './suite-variant.mjs'

/** Exit status when no binary could be fetched: no failure of the project. */
const NOT_FETCHED = 3

const { values, positionals: asked } = parseArgs({
  options: { portable: { type: 'boolean', default: false } },
  allowPositionals: true,
})
/** The packages with code in AssemblyScript. */
const holdWasm = new Set(['packages/log', 'packages/auparse', 'packages/format'])
const majors =
  asked.length > 0 ? asked : ['20', '22', '24'].filter((major) => !process.version.startsWith(`v${major}.`))

await install()
await build()
let status = 0
/** @type {import('./suite-variant.mjs').Variant[]} */
const variants = []
for (const major of majors) {
  const node = await fetchNode(major)
  if (node === undefined) {
    note(`Node ${major} could not be fetched: skipped`)
    status = NOT_FETCHED
    continue
  }
  const what = `Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`
  const isPortable = values.portable && major === majors.at(-1)
  variants.push({ what, suites: suitesFor(isPortable), conditions: { node } })
  if (!isPortable) continue
  const conditions = { node, env: WITHOUT_WASM }
  variants.push({ what: `${what} without WebAssembly`, suites: portableSuites(), conditions })
}
if (variants.length > 0 && !(await runVariants(variants))) status = 1
process.exitCode = status

/** @param {boolean} isPortable whether all others follow without WebAssembly */
function suitesFor(isPortable) {
  if (!values.portable) return allSuites()
  return isPortable ? allSuites().filter(({ folder }) => holdWasm.has(folder)) : otherCommandSuites()
}

/**
 * The binary of a version, from its npm package, which is kept.
 * @param {string} major
 * @returns {Promise<string | undefined>}
 */
async function fetchNode(major) {
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(root, '.cache', 'nodes', major)
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (!existsSync(binary)) await fetchPackages(folder, [`${name}@${major}`])
  return existsSync(binary) ? binary : undefined
}
