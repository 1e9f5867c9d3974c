// `npm run test:container`: the image of the Containerfile, built and run by docker or podman, prints what the built commands print.
// Exits 3 where there is neither, or none that runs, and where the image it is based on cannot be had: no failure of the project.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, fail, install, note, root } from './project.mjs'

/** Exit status when nothing could be tested. */
const NOT_TESTED = 3
const IMAGE = 'ts-audit-test'
const examples = join(root, 'examples')
/** What is run in it, the log by its name there. */
const tries = [
  ['ts-ausearch', '-m', 'BPF', '-i', '-if', 'audit.log'],
  ['ts-ausearch', '--format', 'ndjson', '-if', '.'],
  ['ts-aureport', '-if', 'audit.log', '-x', '--summary'],
  ['ts-aureport', '--bpf', 'programs', '-if', 'audit.log'],
  ['ts-ausearch', '-if', 'none.log'],
]

await install()
await build()
const runtime = ['docker', 'podman'].find((name) => spawnSync(name, ['info']).status === 0)
if (runtime === undefined) leave('there is neither docker nor podman that runs')
const base = /^FROM (\S+)$/m.exec(readFileSync(join(root, 'Containerfile'), 'utf8'))?.[1] ?? ''
if (run('image', 'inspect', base).status !== 0 && run('pull', base).status !== 0) {
  leave(`${base} cannot be had`)
}
const built = run('build', '-f', 'Containerfile', '-t', IMAGE, '.')
if (built.status !== 0) fail(`the image cannot be built: ${built.stderr}`)
try {
  for (const [command = '', ...args] of tries) {
    const found = run('run', '--rm', '-v', `${examples}:/log:ro`, IMAGE, command, ...args)
    const script = join(root, 'apps', command, 'dist', `${command}.js`)
    const wanted = spawnSync(process.execPath, [script, ...args], { cwd: examples })
    if (found.status !== wanted.status || !found.stdout.equals(wanted.stdout)) {
      fail(`in the container ${command} ${args.join(' ')} prints something else: ${found.stderr}`)
    }
  }
} finally {
  run('image', 'rm', '-f', IMAGE)
}
note(`in a container of ${runtime} the commands print what they print here`)

/** @param {readonly string[]} args */
function run(...args) {
  return spawnSync(runtime ?? '', args, { cwd: root, maxBuffer: 1 << 28 })
}

/**
 * @param {string} reason
 * @returns {never}
 */
function leave(reason) {
  note(`The container is not tested: ${reason}`)
  process.exit(NOT_TESTED)
}
