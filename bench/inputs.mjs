// `npm run bench:inputs -- [options]`: memory of a search through every form that carries a log, and time of compressed logs.
//   --size 250M,1G   sizes of the log before it is carried or compressed      --rate 10   events a second (compressed: also 20000)
//   --rounds 5       pairs of runs of compressed logs; 0 leaves them out       --only TEXT forms whose name holds TEXT
// Forms are written to bench/.cache, searched with `-m BPF`, and removed. A compressed log is searched beside the C command behind
// `zcat`, `xzcat`, `bzcat` and `zstdcat`, in turn; its ratio is the median of the pairs. Beside it: what gunzip alone takes in Node.
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { carriedRecord, carriers } from './carriers.mjs'
import { parseSize, writeLog } from './generate.mjs'
import { helpOf } from './help.mjs'
import { median, peakMemory, runOnce } from './measure.mjs'

helpOf(import.meta.filename)
const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '250M,1G' },
    rate: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
})
const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'apps', 'ts-ausearch', 'dist', 'ts-ausearch.js')
if (!existsSync(program)) throw new Error('The command is not built yet: npm run build')
const ours = [process.execPath, program]
const folder = join(root, 'bench', '.cache')
mkdirSync(folder, { recursive: true })
/** Of this run alone. */
const carriedFolder = mkdtempSync(join(folder, 'carried-'))
const quote = (/** @type {string} */ text) => `'${text.replaceAll("'", "'\\''")}'`
const sizes = options.size.split(',')
const isWanted = (/** @type {string} */ name) => name.includes(options.only)

/**
 * A generated log, as it is kept for `npm run bench`.
 * @param {string} size
 * @param {string} rate
 */
function generated(size, rate) {
  const path = join(folder, `${size}-1-${rate}.log`)
  if (!existsSync(path)) writeLog(path, { size: parseSize(size), seed: 1, rate: Number(rate) })
  return path
}

/**
 * Writes a log in a form. Gives the number of records.
 * @param {string} log
 * @param {string} path
 * @param {(records: readonly import('./carriers.mjs').CarriedRecord[]) => string} carry
 */
async function writeCarried(log, path, carry) {
  const file = openSync(path, 'w')
  let block = ''
  let records = 0
  /** @type {import('./carriers.mjs').CarriedRecord[]} */
  let event = []
  const endEvent = () => {
    if (event.length > 0) block += carry(event)
    event = []
    if (block.length < 1 << 20) return
    writeSync(file, block, null, 'latin1')
    block = ''
  }
  for await (const line of createInterface({ input: createReadStream(log, 'latin1') })) {
    const record = carriedRecord(line)
    if (record === undefined) continue
    records++
    if (record.serial !== event[0]?.serial) endEvent()
    event.push(record)
  }
  endEvent()
  writeSync(file, block, null, 'latin1')
  closeSync(file)
  return records
}

/** @param {string} size */
async function measureMemory(size) {
  const log = generated(size, options.rate)
  for (const [name, carry] of Object.entries(carriers)) {
    if (!isWanted(name)) continue
    const path = join(carriedFolder, 'log')
    const records = await writeCarried(log, path, carry)
    await reportMemory(name, path, `${records} written`)
  }
  for (const format of ['laurel', 'ndjson']) {
    if (!isWanted(format)) continue
    const path = join(carriedFolder, 'log')
    const words = [...ours, '-if', log, '--format', format].map(quote).join(' ')
    spawnSync('sh', ['-c', `${words} > ${quote(path)}`])
    await reportMemory(format, path, 'those of the log')
  }
  for (const { name, compress, suffix } of compressions) {
    if (!isWanted(name)) continue
    const path = compressed(log, compress, suffix)
    await reportMemory(name, path, 'those of the log')
  }
}

/**
 * @param {string} name
 * @param {string} path
 * @param {string} written
 */
async function reportMemory(name, path, written) {
  const command = [...ours, '--input-format', 'any', '-m', 'BPF', '-if', path]
  const { seconds, complaint } = await runOnce(command, 'null')
  const peak = peakMemory(command) ?? Number.NaN
  const said = /(\d+) records? read from [^;\n]*/.exec(complaint)?.[0] ?? ''
  const megabytes = statSync(path).size / 1e6
  console.log(
    `| ${name} | ${megabytes.toFixed(0)} MB | ${(megabytes / seconds).toFixed(0)} MB/s | ${(peak / 1e6).toFixed(0)} MB | ${written} | ${said} |`,
  )
}

/**
 * The compressed log, which is kept.
 * @param {string} log
 * @param {string} compress
 * @param {string} suffix
 */
function compressed(log, compress, suffix) {
  const path = `${log}.${suffix}`
  if (!existsSync(path))
    spawnSync('sh', [
      '-c',
      `${compress} < ${quote(log)} > ${quote(path)}.part && mv ${quote(path)}.part ${quote(path)}`,
    ])
  return path
}

const compressions = [
  { name: 'gzip', compress: 'gzip -6', suffix: 'gz', peer: 'zcat' },
  { name: 'zstd', compress: 'zstd -q', suffix: 'zst', peer: 'zstdcat' },
  { name: 'xz', compress: 'xz -1', suffix: 'xz', peer: 'xzcat' },
  { name: 'bzip2', compress: 'bzip2', suffix: 'bz2', peer: 'bzcat' },
]
const queries = [
  ['-m', 'BPF'],
  ['-k', 'no-such-key'],
  ['-p', '777'],
  ['-f', 'shadow'],
  ['-ui', '1001'],
  ['--raw'],
  ['-i'],
]
const gunzipAlone =
  "const { createGunzip } = require('node:zlib'); require('node:fs').createReadStream(process.argv[1], { highWaterMark: 1 << 20 }).pipe(createGunzip({ chunkSize: 1 << 20 })).resume()"

/**
 * @param {string} rate
 * @param {number} rounds
 */
async function measureCompressed(rate, rounds) {
  const log = generated('200M', rate)
  for (const { name, compress, suffix, peer } of compressions) {
    if (!isWanted(name)) continue
    const path = compressed(log, compress, suffix)
    for (const query of name === 'gzip' ? queries : queries.slice(0, 1)) {
      const reference = ['sh', '-c', `${peer} ${quote(path)} | ausearch ${query.join(' ')}`]
      const piped = ['sh', '-c', `${peer} ${quote(path)} | ${ours.map(quote).join(' ')} ${query.join(' ')}`]
      const byFile = await pairs([...ours, '-if', path, ...query], reference, rounds)
      const byPipe = await pairs(piped, reference, rounds)
      console.log(
        `| ${name} | ${rate} | ${query.join(' ')} | ${byFile.ours.toFixed(2)} s | ${byFile.theirs.toFixed(2)} s | ${byFile.ratio.toFixed(2)} | ${byPipe.ratio.toFixed(2)} |`,
      )
    }
    if (name !== 'gzip') continue
    const alone = await pairs(
      [...ours, '-if', path, '-m', 'BPF'],
      [process.execPath, '-e', gunzipAlone, path],
      rounds,
    )
    console.log(
      `| gzip | ${rate} | -m BPF, beside gunzip alone in Node | ${alone.ours.toFixed(2)} s | ${alone.theirs.toFixed(2)} s | ${alone.ratio.toFixed(2)} | |`,
    )
  }
}

/**
 * Medians of seconds, and of the ratios of the pairs.
 * @param {readonly string[]} one
 * @param {readonly string[]} other
 * @param {number} rounds
 */
async function pairs(one, other, rounds) {
  /** @type {number[]} */
  const ours = []
  /** @type {number[]} */
  const theirs = []
  for (let round = 0; round < rounds; round++) {
    ours.push((await runOnce(one, 'null')).seconds)
    theirs.push((await runOnce(other, 'null')).seconds)
  }
  const ratios = ours.map((seconds, round) => seconds / (theirs[round] ?? Number.NaN))
  return { ours: median(ours), theirs: median(theirs), ratio: median(ratios) }
}

for (const size of sizes.filter((text) => text !== '')) {
  console.log(
    `\n${size}\n\n| form | input | speed | peak memory | records | said |\n| --- | ---: | ---: | ---: | --- | --- |`,
  )
  await measureMemory(size)
}
const rounds = Number(options.rounds)
if (rounds > 0) {
  console.log(
    '\n| compressed | events a second | query | ours | C | ours / C | ours by pipe / C |\n| --- | ---: | --- | ---: | ---: | ---: | ---: |',
  )
  for (const rate of new Set([options.rate, '20000'])) await measureCompressed(rate, rounds)
}
rmSync(carriedFolder, { recursive: true })
