// `npm run bench -- [options]`: our command beside the installed C one, in turn, over a generated log.
//   --tool ausearch  which command: ausearch or aureport
//   --size 200M      size of the log (kept in bench/.cache)     --log FILE     this log instead
//   --rounds 5       runs of each command                       --only TEXT    queries whose name or arguments hold TEXT
//   --output null    stdout to /dev/null, or `pipe`             --plain        records that are not enriched
//   --seed 1  --rate 200 (events a second)                      --single       only events of one record
//   --json FILE      the figures as JSON too
//   --command "node …" and --reference "ausearch"               --no-verify    do not compare the printed bytes first
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parseSize, writeLog } from './generate.mjs'
import { median, peakMemory, runOnce } from './measure.mjs'
import { queriesOf } from './queries.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: options } = parseArgs({
  options: {
    tool: { type: 'string', default: 'ausearch' },
    size: { type: 'string', default: '200M' },
    log: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    output: { type: 'string', default: 'null' },
    plain: { type: 'boolean', default: false },
    single: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    rate: { type: 'string', default: '200' },
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

const log = options.log ?? cachedLog()
const size = statSync(log).size
console.log(
  `${(size / 1e6).toFixed(0)} MB, ${options.rounds} rounds, stdout to ${output}; Node ${process.version}, ${version.stdout.trim()}, ${cpus()[0]?.model}\n`,
)
/** @type {Figures[]} */
const figures = []
printRow(['query', 'ours', 'C', 'ratio', 'best', 'MB/s', 'peak', 'C peak', 'output'])
printRow(['---', '---:', '---:', '---:', '---:', '---:', '---:', '---:', '---'])
for (const query of queriesOf(options.tool)) {
  if (!`${query.name} ${query.args.join(' ')}`.includes(options.only)) continue
  const result = await compare(query)
  figures.push(result)
  printFigures(result)
}
if (options.json !== undefined) {
  const { rounds, seed, rate, plain, single } = options
  const conditions = {
    size,
    rounds: Number(rounds),
    output,
    seed: Number(seed),
    rate: Number(rate),
    plain,
    single,
  }
  const versions = { node: process.version, reference: version.stdout.trim(), processor: cpus()[0]?.model }
  writeFileSync(options.json, `${JSON.stringify({ ...conditions, ...versions, figures }, null, 2)}\n`)
}

/** The generated log of these options, made on first use. */
function cachedLog() {
  const folder = join(root, 'bench', '.cache')
  const { size, seed, rate, plain, single } = options
  const path = join(folder, `${size}-${seed}-${rate}${plain ? '-plain' : ''}${single ? '-single' : ''}.log`)
  mkdirSync(folder, { recursive: true })
  if (existsSync(path)) return path
  console.error(`Writing ${path}`)
  writeLog(path, { size: parseSize(size), seed: Number(seed), enriched: !plain, rate: Number(rate), single })
  return path
}

/**
 * @param {import('./queries.mjs').Query} query
 * @returns {Promise<Figures>}
 */
async function compare({ name, args, reference: other, difference }) {
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
 */
function printFigures({ name, ours, reference, ourPeak, referencePeak, verdict }) {
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
