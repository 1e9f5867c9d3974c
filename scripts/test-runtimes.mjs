// `npm run test:runtimes`: the commands and the library on Bun and Deno, whose binaries come as npm packages and are kept. Exits
// 3 when one cannot be had: no failure of the project.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, fetchPackages, install, note, root } from './project.mjs'

/** Exit status when no binary could be fetched. */
const NOT_FETCHED = 3
const MOST_MILLISECONDS = 30_000

/** @typedef {{ name: string, binary: string, args: readonly string[] }} Runtime */

const folder = join(root, '.cache', 'runtimes')
const installed = join(folder, 'node_modules')
/** The launchers of these packages fetch their binaries when they are installed. */
const runtimes = [
  { name: 'bun', binary: join(installed, 'bun', 'bin', 'bun.exe'), args: [] },
  { name: 'deno', binary: join(installed, 'deno', 'deno'), args: ['run', '--allow-all'] },
]
const log = join('examples', 'audit.log')
const bytes = readFileSync(join(root, log))
const library = `
  import { readLog } from './packages/events/dist/node.js'
  let events = 0
  for await (const event of readLog('${log}').where({ messageType: 'BPF' })) events += event.records.length > 0 ? 1 : 0
  console.log(events)`

await install()
await build()
if (runtimes.some(({ binary }) => !existsSync(binary))) await fetchPackages(folder, ['bun', 'deno'])
let status = 0
for (const runtime of runtimes) {
  if (!existsSync(runtime.binary)) {
    note(`${runtime.name} could not be fetched: skipped`)
    status ||= NOT_FETCHED
    continue
  }
  const problems = await problemsOf(runtime)
  for (const problem of problems) note(problem)
  if (problems.length > 0) status = 1
  else note(`${runtime.name}: a file, a pipe, a pipe that goes on and the library give what Node gives`)
}
process.exitCode = status

/**
 * What differs from Node, which runs this.
 * @param {Runtime} runtime
 */
async function problemsOf(runtime) {
  const search = ['apps/ts-ausearch/dist/ts-ausearch.js', '--raw', '-m', 'BPF']
  const report = ['apps/ts-aureport/standalone/ts-aureport.js', '--bpf', 'programs']
  /** @type {{ what: string, args: readonly string[], input?: 'ends' | 'goes on', code?: string }[]} */
  const cases = [
    { what: 'a file', args: [...search, '-if', log] },
    { what: 'a pipe', args: search, input: 'ends' },
    {
      what: 'a pipe that goes on when the search has ended',
      args: [...search, '--just-one'],
      input: 'goes on',
    },
    { what: 'a report of a pipe, by the one-file command', args: report, input: 'ends' },
    { what: 'the library', args: [], code: library },
  ]
  const problems = []
  for (const { what, args, input, code } of cases) {
    const node = { name: 'node', binary: process.execPath, args: [] }
    const [expected, given] = [
      await outputOf(node, args, input, code),
      await outputOf(runtime, args, input, code),
    ]
    if (expected.length === 0 || given !== expected) {
      problems.push(`${runtime.name}: ${what} gives something else than on Node: ${given.slice(0, 500)}`)
    }
  }
  return problems
}

/**
 * What a program prints; what it is doing, when it does not end.
 * @param {Runtime} runtime
 * @param {readonly string[]} args
 * @param {'ends' | 'goes on' | undefined} input
 * @param {string | undefined} code
 * @returns {Promise<string>}
 */
function outputOf({ name, binary, args: first }, args, input, code) {
  const inline = name === 'deno' ? ['eval', code ?? ''] : ['--input-type=module', '--eval', code ?? '']
  const bunInline = ['--eval', code ?? '']
  const all = code === undefined ? [...first, ...args] : name === 'bun' ? bunInline : inline
  const child = spawn(binary, all, {
    cwd: root,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C', NODE_OPTIONS: '', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {})
  if (input !== undefined) child.stdin.write(bytes)
  if (input !== 'goes on') child.stdin.end()
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      output += '(it did not end)'
    }, MOST_MILLISECONDS)
    child.on('close', (status) => {
      clearTimeout(timer)
      child.stdin.destroy()
      resolve(status === 0 ? output : `${output}(status ${status}) ${errors}`)
    })
  })
}
