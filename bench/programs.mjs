// `npm run bench:programs -- [--count 1000000] [--alive 0.5] [--only TEXT]`: time and memory of the BPF views over a log
// of so many programs, of which a share stays loaded, and of `ausearch -m BPF` where that is installed. They are loaded by
// one program, or each by one of its own, with a command line of its own.
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { helpOf } from './help.mjs'
import { peakMemory, runOnce } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'apps', 'ts-aureport', 'dist', 'ts-aureport.js')
const ours = [process.execPath, program]
const views = [
  ['programs'],
  ['programs', '--format', 'json'],
  ['programs', '--format', 'html'],
  ['loaded'],
  ['loaders'],
  ['findings'],
]
const firstSecond = 1_700_000_000
/** A busy machine: a million take less than three hours. */
const loadsPerSecond = 100

/**
 * The events of one program: its LOAD and, unless it stays, its UNLOAD.
 * @param {number} id
 * @param {string} loader   the name of the program that loads it,
 * @param {string} argument and with what
 * @param {boolean} stays
 */
export function programEvents(id, loader, argument, stays) {
  const milliseconds = (id % loadsPerSecond) * (1000 / loadsPerSecond)
  const second = firstSecond + Math.floor(id / loadsPerSecond)
  const stamp = (/** @type {number} */ serial) =>
    `msg=audit(${second}.${String(milliseconds).padStart(3, '0')}:${serial}):`
  const load = stamp(2 * id)
  const title = Buffer.from(`/opt/bin/${loader}\0--program\0${argument}`).toString('hex').toUpperCase()
  return [
    `type=BPF ${load} prog-id=${id} op=LOAD\n`,
    `type=SYSCALL ${load} arch=c000003e syscall=321 success=yes exit=3 a0=5 a1=7ffd2c a2=90 a3=0 items=0 ppid=1 pid=${(id % 4_000_000) + 100} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3 comm="${loader.slice(0, 15)}" exe="/opt/bin/${loader}" subj=unconfined key="bpf"\n`,
    `type=PROCTITLE ${load} proctitle=${title}\n`,
    stays ? '' : `type=BPF ${stamp(2 * id + 1)} prog-id=${id} op=UNLOAD\n`,
  ].join('')
}

/**
 * Writes a log of programs; the file appears under its name only when it is complete.
 * @param {string} path
 * @param {{ count: number, alive: number, eachItsOwn: boolean }} options
 */
export function writePrograms(path, { count, alive, eachItsOwn }) {
  const file = openSync(`${path}.part`, 'w')
  let block = ''
  for (let id = 1; id <= count; id++) {
    const [loader, argument] = eachItsOwn ? [`loader-${id}`, `${id}`] : ['loader', 'all.o']
    block += programEvents(id, loader, argument, (id * alive) % 1 < alive)
    if (block.length < 1 << 20 && id < count) continue
    writeSync(file, block)
    block = ''
  }
  closeSync(file)
  renameSync(`${path}.part`, path)
}

async function measure() {
  helpOf(import.meta.filename)
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000000' },
      alive: { type: 'string', default: '0.5' },
      only: { type: 'string', default: '' },
    },
  })
  if (!existsSync(program)) throw new Error('The command is not built yet: npm run build')
  const folder = join(root, 'bench', '.cache')
  mkdirSync(folder, { recursive: true })
  console.log('| loaders | view | seconds | peak | status |\n| --- | --- | ---: | ---: | ---: |')
  for (const eachItsOwn of [false, true]) {
    const loaders = eachItsOwn ? 'each its own' : 'one'
    const log = join(folder, `programs-${values.count}-${values.alive}-${eachItsOwn ? 'each' : 'one'}.log`)
    if (!existsSync(log)) {
      writePrograms(log, { count: Number(values.count), alive: Number(values.alive), eachItsOwn })
    }
    console.error(`${log}: ${Math.round(statSync(log).size / 1e6)} MB`)
    for (const [name, command] of commandsOn(log)) {
      if (!`${loaders} ${name}`.includes(values.only)) continue
      const { seconds, status } = await runOnce(command, 'null')
      const peak = peakMemory(command)
      const memory = peak === undefined ? '' : `${Math.round(peak / 1e6)} MB`
      console.log(`| ${loaders} | ${name} | ${seconds.toFixed(1)} | ${memory} | ${status} |`)
    }
  }
}

/**
 * What is timed, with its name.
 * @param {string} log
 * @returns {readonly (readonly [string, readonly string[]])[]}
 */
function commandsOn(log) {
  const isInstalled = spawnSync('ausearch', ['--version']).error === undefined
  return [
    ...views.map((view) => /** @type {const} */ ([view.join(' '), [...ours, '-if', log, '--bpf', ...view]])),
    ...(isInstalled ? [/** @type {const} */ (['C ausearch', ['ausearch', '-m', 'BPF', '-if', log]])] : []),
  ]
}

if (import.meta.filename === process.argv[1]) await measure()
