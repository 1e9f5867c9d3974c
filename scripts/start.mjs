// `npm start`: sets up what is missing, builds, and asks the log in examples/ two questions; the second answer is a table, and a page.
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build, fail, install, note, root } from './project.mjs'

const log = 'examples/audit.log'
const page = '.cache/bpf.html'

/** From what everybody asks to what nothing else answers. */
const questions = [
  {
    title: 'Who failed to log in?',
    command: 'ts-ausearch',
    args: ['-m', 'USER_LOGIN', '--success', 'no', '--format', 'text', '-if', log],
  },
  {
    title: 'Which BPF programs were loaded, by whom, and which are still there?',
    command: 'ts-aureport',
    args: ['--bpf', 'programs', '-i', '-if', log],
  },
]

await install()
await build()
if (!existsSync(join(root, log))) fail(`${log} is missing: the checkout is not complete`)
for (const { title, command, args } of questions) {
  note(`\n${title}\n$ ${command} ${args.join(' ')}`)
  await run(command, args, process.stdout)
}
mkdirSync(join(root, '.cache'), { recursive: true })
await run('ts-aureport', ['--bpf', '--format', 'html', '-if', log], createWriteStream(join(root, page)))
note(`\nAll of it as a page: ${page}`)
note('Your own log: node apps/ts-aureport/dist/ts-aureport.js --bpf programs -i -if /var/log/audit')

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.WritableStream} output
 */
async function run(command, args, output) {
  const child = spawn(process.execPath, [`apps/${command}/dist/${command}.js`, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout) output.write(chunk)
  if (output !== process.stdout) await new Promise((resolve) => output.end(() => resolve(undefined)))
  const status = child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)))
  if (status !== 0) fail(`${command} ended with status ${status}`)
}
