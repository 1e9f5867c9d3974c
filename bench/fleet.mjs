// `npm run bench:fleet -- [options]`: an import of many hosts, whose logs are made while they are read, and every report over them.
//   --hosts 200      how many                           --size 100M   of the log of each
//   --rate 10        events a second on each            --single      only events of one record, which are more for their size
//   --into URL       a store as for ts-aufleet, which stays; default a file of DuckDB in bench/.cache, which is removed
// Beside the import: what `ts-ausearch --format ndjson` takes for the log of one host. Processor time is that of the process that
// imports; other processes make the logs, on the same machine.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createLog, parseSize, writeLog } from './generate.mjs'
import { helpOf } from './help.mjs'
import { timesOfScript } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const script = import.meta.filename
const PROGRESS_SECONDS = 60

helpOf(script)
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '200' },
    size: { type: 'string', default: '100M' },
    rate: { type: 'string', default: '10' },
    single: { type: 'boolean', default: false },
    into: { type: 'string' },
    'write-host': { type: 'string' },
  },
})
const { rate, single } = values
const size = parseSize(values.size)

if (values['write-host'] === undefined) await measure(Number(values.hosts))
else await writeHost(Number(values['write-host']))

/**
 * Writes the log of a host to standard output, as fast as it is read.
 * @param {number} seed
 */
async function writeHost(seed) {
  const next = createLog({ seed, enriched: true, node: '', rate: Number(rate), single, pids: 'many' })
  for (let written = 0; written < size; ) {
    let text = ''
    while (text.length < 1 << 20 && written + text.length < size) text += next()
    written += text.length
    if (!process.stdout.write(text, 'latin1')) await new Promise((go) => process.stdout.once('drain', go))
  }
}

/** @param {number} count */
async function measure(count) {
  const { openStore, reportNames } = await import(
    new URL('../packages/fleet/dist/index.js', import.meta.url).href
  )
  const cache = join(root, 'bench', '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'fleet-'))
  const file = join(folder, 'audit.duckdb')
  const url = values.into ?? file
  const bytes = size * count
  try {
    say('machine', `${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`)
    const parsing = secondsOfNdjson(folder)
    say('ndjson of one host', `${parsing.toFixed(2)} s of processor time, ${rateOf(size, parsing)}`)

    const store = await openStore(url)
    const clock = performance.now()
    const before = process.cpuUsage()
    const seconds = () => {
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1e6
    }
    let next = clock + PROGRESS_SECONDS * 1000
    const result = await store.import(hostsOf(count), {
      onProgress: (/** @type {{ bytesRead: number }} */ { bytesRead }) => {
        if (performance.now() < next) return
        next += PROGRESS_SECONDS * 1000
        const done = `${megabytes(bytesRead)} of ${megabytes(bytes)}`
        process.stderr.write(`${done}, ${megabytes(process.resourceUsage().maxRSS * 1024)} of memory\n`)
      },
    })
    await store.close()
    const time = (performance.now() - clock) / 1000
    say('import', `${megabytes(bytes)} of ${count} hosts, ${result.events} events`)
    say('  on the clock', `${time.toFixed(0)} s, ${rateOf(bytes, time)}`)
    say('  of the processor', `${seconds().toFixed(0)} s, ${rateOf(bytes, seconds())}`)
    say('  beside ndjson', ((parsing * count) / seconds()).toFixed(2))
    say('  memory at most', megabytes(process.resourceUsage().maxRSS * 1024))
    if (existsSync(file)) {
      const { size: stored } = statSync(file)
      say('  on disk', `${megabytes(stored)}, ${((100 * stored) / bytes).toFixed(1)} %`)
    }

    const asked = await openStore(url, { readOnly: true })
    for (const name of reportNames) {
      const begun = performance.now()
      const { rows, isCut } = await asked.report(name, {})
      const count = `${isCut ? 'the first ' : ''}${rows.length} rows`
      say(name, `${((performance.now() - begun) / 1000).toFixed(2)} s, ${count}`)
    }
    await asked.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {number} count */
function* hostsOf(count) {
  for (let host = 1; host <= count; host++) {
    const args = [script, '--write-host', String(host), '--size', values.size, '--rate', rate]
    const child = spawn(process.execPath, single ? [...args, '--single'] : args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    yield { host: `host${host}`, name: `host${host}`, stream: child.stdout }
  }
}

/**
 * Seconds of processor time for the log of one host.
 * @param {string} folder
 */
function secondsOfNdjson(folder) {
  const log = join(folder, 'host.log')
  writeLog(log, { size, seed: 1, rate: Number(rate), single })
  const program = join(root, 'apps', 'ts-ausearch', 'dist', 'ts-ausearch.js')
  const { byProcessor } = timesOfScript([program, '-m', 'ALL', '--format', 'ndjson', '-if', log])
  rmSync(log)
  return byProcessor / 1000
}

/**
 * @param {string} what
 * @param {string} value
 */
function say(what, value) {
  console.log(`${what.padEnd(22)} ${value}`)
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${Math.round(bytes / 2 ** 20)} MB`
}

/**
 * @param {number} bytes
 * @param {number} seconds
 */
function rateOf(bytes, seconds) {
  return `${(bytes / 2 ** 20 / seconds).toFixed(1)} MB/s`
}
