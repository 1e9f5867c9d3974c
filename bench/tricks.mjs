// `npm run bench:tricks -- [--size 1G] [--rate 10] [--rounds 3]`: what each trick of the engine buys that can be switched off: seconds
// with it and without it, run in turn, and the median of the ratios. Above 1 it does not pay.
import { cpSync, existsSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { parseSize, writeLog } from './generate.mjs'
import { helpOf } from './help.mjs'
import { median, runOnce } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'apps', 'ts-ausearch', 'dist', 'ts-ausearch.js')
const withoutWasm = pathToFileURL(join(root, 'scripts', 'without-wasm.mjs')).href

helpOf(fileURLToPath(import.meta.url))
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1G' },
    rate: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
  },
})

const folder = join(root, 'bench', '.cache')
mkdirSync(folder, { recursive: true })
const log = join(folder, `${values.size}-1-${values.rate}.log`)
if (!existsSync(log)) writeLog(log, { size: parseSize(values.size), seed: 1, rate: Number(values.rate) })

/** @param {number} second since 1970; a date and a time as the C locale writes them in UTC */
function timeArguments(second) {
  const [date = '', time = ''] = new Date(second * 1000).toISOString().split(/[T.]/)
  const [year = '', month, day] = date.split('-')
  return [`${month}/${day}/${year.slice(2)}`, time]
}

/** The second of a record in the middle of the log. */
function middle() {
  const bytes = Buffer.alloc(64 << 10)
  readSync(openSync(log, 'r'), bytes, 0, bytes.length, Math.floor(statSync(log).size / 2))
  return Number(/msg=audit\((\d+)/.exec(bytes.toString('latin1'))?.[1])
}

const inUtc = ['env', 'TZ=UTC', 'LC_ALL=C']
const absent = ['-k', 'a-key-that-no-record-has']
const minute = ['-ts', ...timeArguments(middle()), '-te', ...timeArguments(middle() + 60)]
/** @type {readonly (readonly [what: string, ours: readonly string[], others: readonly string[]])[]} */
const tricks = [
  ['a second thread, a key', absent, ['--threads', '0', ...absent]],
  ['a second thread, -m BPF', ['-m', 'BPF'], ['--threads', '0', '-m', 'BPF']],
  ['passing over what lies outside a minute', minute, ['--strict-exit', ...minute]],
]

/**
 * @param {string} what
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 */
async function compare(what, one, other) {
  /** @type {{ readonly one: number, readonly other: number }[]} */
  const pairs = []
  for (let round = 0; round < Number(values.rounds); round++) {
    const isFirst = round % 2 === 0
    const first = await runOnce(isFirst ? one : other, 'null')
    const second = await runOnce(isFirst ? other : one, 'null')
    pairs.push({ one: (isFirst ? first : second).seconds, other: (isFirst ? second : first).seconds })
  }
  const ratio = median(pairs.map((pair) => pair.one / pair.other)).toFixed(2)
  const seconds = [pairs.map((pair) => pair.one), pairs.map((pair) => pair.other)].map((each) =>
    median(each).toFixed(2),
  )
  console.log(`| ${what} | ${seconds.join(' | ')} | ${ratio} |`)
}

console.log(
  `${values.size}, ${values.rate} events a second\n\n| trick | with | without | ratio |\n|---|---|---|---|`,
)
for (const [what, one, other] of tricks) {
  const command = [...inUtc, process.execPath, program, '-if', log]
  await compare(what, [...command, ...one], [...command, ...other])
}
const plain = [process.execPath, program, '--threads', '0', '-if', log, ...absent]
await compare('WebAssembly', plain, [process.execPath, '--import', withoutWasm, ...plain.slice(1)])

// Where the folder for compiled code is none, it cannot be kept.
const forgetful = join(folder, 'forgetful')
cpSync(dirname(program), join(forgetful, 'dist'), { recursive: true })
writeFileSync(join(forgetful, '.cache'), '')
/**
 * @param {string} what
 * @param {readonly string[]} args
 */
async function compareStart(what, args) {
  const others = [process.execPath, join(forgetful, 'dist', 'ts-ausearch.js'), ...args]
  await compare(`kept code, ${what}`, [process.execPath, program, ...args], others)
}
await compareStart('--version', ['--version'])
await compareStart('a small log', ['-if', join(root, 'examples', 'audit.log'), '-m', 'BPF'])
