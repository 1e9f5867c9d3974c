// `npm start`: sets up what is missing, builds, and shows what the commands make of the logs in fixtures/.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build, fail, install, note, root } from './project.mjs'

/** The main job, step by step: which command, what to ask for, of which log, and how many lines of it to show. */
const steps = [
  {
    command: 'ts-ausearch',
    log: 'fixtures/mail/audit.log',
    args: ['-m', 'BPF', '-i'],
    lines: Number.POSITIVE_INFINITY,
  },
  {
    command: 'ts-ausearch',
    log: 'fixtures/captures/bpf-basic/audit.log',
    args: ['-m', 'BPF', '-i'],
    lines: 40,
  },
  {
    command: 'ts-aureport',
    log: 'fixtures/captures/systemd/audit.log',
    args: ['--bpf', 'loaded'],
    lines: 16,
  },
  {
    command: 'ts-aureport',
    log: 'fixtures/captures/systemd/audit.log',
    args: ['--bpf', 'loaders'],
    lines: Number.POSITIVE_INFINITY,
  },
]

await install()
await build()
for (const step of steps) await show(step)
note('\nAs a page: node apps/ts-aureport/dist/ts-aureport.js --bpf --format html -if LOG > bpf.html')

/** @param {typeof steps[number]} step */
async function show({ command, log, args, lines }) {
  if (!existsSync(join(root, log))) fail(`${log} is missing: the checkout is not complete`)
  note(`\n$ ${command} ${args.join(' ')} -if ${log}`)
  const program = `apps/${command}/dist/${command}.js`
  const child = spawn(process.execPath, [program, ...args, '-if', log], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const total = await printHead(child.stdout, lines)
  const status = child.exitCode ?? (await new Promise((resolve) => child.on('close', resolve)))
  if (status !== 0) fail(`${command} ended with status ${status}`)
  if (total > lines) note(`… and ${total - lines} more lines`)
}

/**
 * Copies the first lines of a stream to stdout and counts all of them.
 * @param {import('node:stream').Readable} stream
 * @param {number} limit
 */
async function printHead(stream, limit) {
  let count = 0
  let rest = ''
  for await (const chunk of stream.setEncoding('latin1')) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) if (count++ < limit) process.stdout.write(`${line}\n`, 'latin1')
  }
  return count
}
