// `npm run bench -- [options]`: our command beside the installed C one, in turn, over a generated log.
//   --tool ausearch  which command: ausearch or aureport
//   --size 200M      sizes of logs (kept in bench/.cache)       --log FILE     this log instead
//   --rounds 5       runs of each command                       --only TEXT    queries whose name or arguments hold TEXT
//   --output null    stdout to /dev/null, or `pipe`             --kinds enriched,plain,few   records with names or without; few pids
//   --seed 1  --rate 10,500,20000 (events a second)             --single       only events of one record
//   --json FILE      the figures as JSON too
//   --command "node …" and --reference "ausearch"               --no-verify    do not compare the printed bytes first
// Lists have commas: `--size 8M,40M` (what auditd keeps by default). There is a table for each size, rate and kind, which begins with
// what no program can beat, `cat`, and what a search for a text takes, `grep -c`: in the column of C.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseSize, writeLog } from './generate.mjs'
import { helpOf } from './help.mjs'
import { median, peakMemory, runOnce } from './measure.mjs'
import { LOGIN, LOGIN_DIFFERS, queriesOf } from './queries.mjs'

helpOf(import.meta.filename)
const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    tool: { type: 'string', default: 'ausearch' },
    size: { type: 'string', default: '200M' },
    log: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    output: { type: 'string', default: 'null' },
    kinds: { type: 'string', default: 'enriched,plain,few' },
    single: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '10,500,20000' },
    json: { type: 'string' },
    command: { type: 'string' },
    reference: { type: 'string' },
    'no-verify': { type: 'boolean', default: false },
  },
})

/**
 * @typedef {object} Figures
 * @property {string} name
 * @property {string} args
 * @property {number[]} ours       seconds of each run
 * @property {number[]} reference  seconds of each run
 * @property {number | undefined} ourPeak        bytes
 * @property {number | undefined} referencePeak  bytes
 * @property {string} verdict      whether both print the same
 */

const output = options.output === 'pipe' ? 'pipe' : 'null'
const program = join(root, 'apps', `ts-${options.tool}`, 'dist', `ts-${options.tool}.js`)
const ours = (options.command ?? `${process.execPath} ${program}`).split(' ')
const reference = (options.reference ?? options.tool).split(' ')
const version = spawnSync(reference[0] ?? '', [...reference.slice(1), '--version'], { encoding: 'utf8' })
if (version.error !== undefined) {
  console.log(
    `${reference[0]} is not installed (Debian: apt install auditd), so there is nothing to compare with.`,
  )
  process.exit(0)
}
if (options.command === undefined && !existsSync(program)) {
  console.error('The command is not built yet: npm run build')
  process.exit(1)
}

/** @type {Readonly<Record<string, { words: string, suffix: string, enriched: boolean, pids: 'few' | 'many' }>>} */
const kinds = {
  enriched: { words: 'records with names, many pids', suffix: '', enriched: true, pids: 'many' },
  plain: { words: 'records without names, many pids', suffix: '-plain', enriched: false, pids: 'many' },
  few: { words: 'records with names, few pids', suffix: '-few', enriched: true, pids: 'few' },
}

/** @type {{ size: number, rate: string, kind: string, log: string, figures: Figures[] }[]} */
const tables = []
for (const { size, rate, kind } of logsAsked()) {
  const log = options.log ?? cachedLog(size, rate, kind)
  const bytes = statSync(log).size
  const about = options.log === undefined ? `${rate} events a second, ${kinds[kind]?.words}` : log
  console.log(
    `\n${(bytes / 1e6).toFixed(0)} MB, ${about}, ${options.rounds} rounds, stdout to ${output}; Node ${process.version}, ${version.stdout.trim()}, ${cpus()[0]?.model}\n`,
  )
  /** @type {Figures[]} */
  const figures = []
  tables.push({ size: bytes, rate, kind, log, figures })
  printRow(['query', 'ours', 'C', 'ratio', 'best', 'MB/s', 'peak', 'C peak', 'output'])
  printRow(['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:', '---'])
  if (options.only === '') {
    for (const command of [
      ['cat', log],
      ['grep', '-c', 'type=BPF', log],
    ]) {
      const seconds = []
      for (let round = 0; round < Number(options.rounds); round++) {
        seconds.push((await runOnce(command, output)).seconds)
      }
      printRow([command.slice(0, -1).join(' '), '', fixed(median(seconds), 3), '', '', '', '', '', ''])
    }
  }
  for (const query of queriesOf(options.tool)) {
    if (!`${query.name} ${query.args.join(' ')}`.includes(options.only)) continue
    const result = await compare(query, log)
    figures.push(result)
    printFigures(result, bytes)
  }
  if (figures.some(({ verdict }) => verdict.includes(LOGIN))) console.log(`\n(${LOGIN}): ${LOGIN_DIFFERS}`)
}
if (options.json !== undefined) {
  const { rounds, seed, single } = options
  const conditions = { rounds: Number(rounds), output, seed: Number(seed), single }
  const versions = { node: process.version, reference: version.stdout.trim(), processor: cpus()[0]?.model }
  writeFileSync(options.json, `${JSON.stringify({ ...conditions, ...versions, tables }, null, 2)}\n`)
}

/** Every size with every rate and kind; one where the log is named. */
function logsAsked() {
  if (options.log !== undefined) return [{ size: '', rate: '', kind: '' }]
  const asked = options.kinds.split(',')
  for (const kind of asked) {
    if (kinds[kind] === undefined)
      throw new Error(`--kinds are ${Object.keys(kinds).join(', ')}, one was ${kind}`)
  }
  return options.size
    .split(',')
    .flatMap((size) => options.rate.split(',').flatMap((rate) => asked.map((kind) => ({ size, rate, kind }))))
}

/**
 * The generated log of these options, made on first use.
 * @param {string} size
 * @param {string} rate
 * @param {string} kind
 */
function cachedLog(size, rate, kind) {
  const folder = join(root, 'bench', '.cache')
  const { seed, single } = options
  const { suffix = '', enriched = true, pids = 'many' } = kinds[kind] ?? {}
  const path = join(folder, `${size}-${seed}-${rate}${suffix}${single ? '-single' : ''}.log`)
  mkdirSync(folder, { recursive: true })
  if (existsSync(path)) return path
  console.error(`Writing ${path}`)
  writeLog(path, {
    size: parseSize(size),
    seed: Number(seed),
    enriched,
    rate: Number(rate),
    single,
    pids,
  })
  return path
}

/**
 * @param {import('./queries.mjs').Query} query
 * @param {string} log
 * @returns {Promise<Figures>}
 */
async function compare({ name, args, reference: other, difference }, log) {
  const ourCommand = [...ours, ...args, '-if', log]
  const referenceCommand = [...(other ?? [...reference, ...args]), '-if', log]
  /** @type {Figures} */
  const result = {
    name,
    args: args.join(' '),
    ours: [],
    reference: [],
    ourPeak: undefined,
    referencePeak: undefined,
    verdict: 'not compared',
  }
  if (!options['no-verify']) {
    const [our, their] = [
      await runOnce(ourCommand, 'pipe', true),
      await runOnce(referenceCommand, 'pipe', true),
    ]
    if (our.status !== their.status) {
      return {
        ...result,
        verdict: `status ${our.status}, C ${their.status}: ${our.complaint.split('\n')[0]}`,
      }
    }
    const same =
      our.digest === their.digest
        ? `same ${our.bytes} bytes`
        : `differs: ${our.bytes}, C ${their.bytes} bytes`
    result.verdict = same.startsWith('same') || difference === undefined ? same : `${same} (${difference})`
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    result.ours.push((await runOnce(ourCommand, output)).seconds)
    result.reference.push((await runOnce(referenceCommand, output)).seconds)
  }
  return { ...result, ourPeak: peakMemory(ourCommand), referencePeak: peakMemory(referenceCommand) }
}

/**
 * Seconds are medians; `best` compares the quickest runs.
 * @param {Figures} figures
 * @param {number} size
 */
function printFigures({ name, ours, reference, ourPeak, referencePeak, verdict }, size) {
  const [our, their] = [median(ours), median(reference)]
  printRow([
    name,
    fixed(our, 3),
    fixed(their, 3),
    fixed(our / their, 2),
    fixed(Math.min(...ours) / Math.min(...reference), 2),
    fixed(size / 1e6 / our, 0),
    megabytes(ourPeak),
    megabytes(referencePeak),
    verdict,
  ])
}

/**
 * @param {number} value
 * @param {number} digits
 */
function fixed(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : ''
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  return bytes === undefined ? '' : `${(bytes / 1e6).toFixed(0)} MB`
}

/** @param {readonly string[]} cells */
function printRow(cells) {
  const widths = [16, 7, 7, 5, 5, 5, 7, 7, 0]
  const padded = cells.map((cell, index) => {
    const width = widths[index] ?? 0
    return index === 0 || index === widths.length - 1 ? cell.padEnd(width) : cell.padStart(width)
  })
  console.log(`| ${padded.join(' | ')} |`)
}
