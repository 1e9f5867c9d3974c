// Writes a realistic audit log of any size: `node bench/generate.mjs --size 200M --out audit.log [--seed 1] [--raw]
// [--node NAME] [--rate EVENTS_PER_SECOND] [--pids few|many]`. The same arguments give the same bytes.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { helpOf } from './help.mjs'
import { kinds } from './log-events.mjs'
import { createMachine } from './machine.mjs'
import { createRandom } from './random.mjs'

/**
 * @typedef {object} LogOptions
 * @property {number} size       bytes to reach; the last event may pass it
 * @property {number} [seed]
 * @property {boolean} [enriched] whether records carry names after byte 0x1D, as auditd writes them by default
 * @property {string} [node]     a node name for every record
 * @property {number} [rate]     events a second, on average
 * @property {boolean} [single]  only events of one record, as where no system calls are audited
 * @property {import('./machine.mjs').Pids} [pids]  whether a few processes log all events, or ever new ones
 */

const firstSecond = 1_700_000_000
/** How often the records of two events come interleaved, as they do when two processors log at once. */
const interleaved = 0.03

/**
 * The events of a log as text, one call an event (or two, when they interleave).
 * @param {Required<Omit<LogOptions, 'size'>>} options
 * @returns {() => string}
 */
export function createLog({ seed, enriched, node, rate, single, pids }) {
  const random = createRandom(seed)
  const world = { random, machine: createMachine(random, pids), loaded: [], lastProgram: 0 }
  const choices = kinds.flatMap((kind) => Array(kind.weight * 2).fill(kind))
  const prefix = node === '' ? '' : `node=${node} `
  let milliseconds = firstSecond * 1000
  let serial = 0

  /** @returns {string[]} */
  const nextEvent = () => {
    milliseconds += random.below(Math.ceil(2000 / rate) + 1)
    const second = Math.floor(milliseconds / 1000)
    const stamp = `msg=audit(${second}.${String(milliseconds % 1000).padStart(3, '0')}:${++serial}):`
    /** @type {import('./log-events.mjs').RecordText[]} */
    let records = random.pick(choices).records(world)
    while (single && records.length > 1) records = random.pick(choices).records(world)
    return records.map(([type, body, names]) => {
      const tail = enriched && names !== undefined ? `\x1d${names}` : ''
      return `${prefix}type=${type} ${stamp} ${body}${tail}\n`
    })
  }

  return () => {
    const event = nextEvent()
    return random.chance(interleaved) ? alternate(event, nextEvent()) : event.join('')
  }
}

/**
 * The records of two events in turn, each in its own order.
 * @param {readonly string[]} first
 * @param {readonly string[]} second
 */
function alternate(first, second) {
  const length = Math.max(first.length, second.length)
  return Array.from({ length }, (_, index) => `${first[index] ?? ''}${second[index] ?? ''}`).join('')
}

/**
 * Writes a log; the file appears under its name only when it is complete.
 * @param {string} path
 * @param {LogOptions} options
 */
export function writeLog(
  path,
  { size, seed = 1, enriched = true, node = '', rate = 200, single = false, pids = 'many' },
) {
  const next = createLog({ seed, enriched, node, rate, single, pids })
  const block = Buffer.allocUnsafe(4 << 20)
  const file = openSync(`${path}.part`, 'w')
  let used = 0
  let written = 0
  const flush = () => {
    for (let from = 0; from < used; ) from += writeSync(file, block, from, used - from)
    written += used
    used = 0
  }
  while (written + used < size) {
    const text = next()
    if (used + text.length > block.length) flush()
    used += block.write(text, used, 'latin1')
  }
  flush()
  closeSync(file)
  renameSync(`${path}.part`, path)
}

/**
 * A number of bytes from `200M`, `1G`, `64K` or `1000`.
 * @param {string} text
 */
export function parseSize(text) {
  const match = /^(\d+)([KMG]?)$/.exec(text)
  if (match === null) throw new Error(`Size must be a number with K, M or G after it, was ${text}`)
  return Number(match[1]) * 1024 ** ' KMG'.indexOf(match[2] || ' ')
}

if (import.meta.filename === process.argv[1]) {
  helpOf(import.meta.filename)
  const { values } = parseArgs({
    options: {
      size: { type: 'string', default: '200M' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      raw: { type: 'boolean', default: false },
      node: { type: 'string', default: '' },
      rate: { type: 'string', default: '200' },
      pids: { type: 'string', default: 'many' },
    },
  })
  if (values.out === undefined) throw new Error('Say where to write: --out FILE')
  const { out, size, seed, raw, node, rate, pids } = values
  if (pids !== 'few' && pids !== 'many') throw new Error(`--pids is few or many, was ${pids}`)
  writeLog(out, {
    size: parseSize(size),
    seed: Number(seed),
    enriched: !raw,
    node,
    rate: Number(rate),
    pids,
  })
}
