// Runs a command and says how long it took, how much memory it needed and what it printed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * @typedef {'null' | 'pipe'} Output  where stdout goes: /dev/null, or a pipe that is read as fast as possible
 * @typedef {{ seconds: number, status: number, bytes: number, digest: string, complaint: string }} Run
 */

/** As users run it: without TZ, as on most machines, the C commands ask for the time zone at each time they print. */
const environment = process.env

/**
 * Runs a command once. Bytes and digest are known only when the output is a pipe and hashed.
 * @param {readonly string[]} command
 * @param {Output} output
 * @param {boolean} [hashed]
 * @returns {Promise<Run>}
 */
export function runOnce([program = '', ...args], output, hashed = false) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    let bytes = 0
    let complaint = ''
    const started = process.hrtime.bigint()
    const stdout = output === 'null' ? openNull() : 'pipe'
    const child = spawn(program, args, { env: environment, stdio: ['ignore', stdout, 'pipe'] })
    child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
      bytes += chunk.length
      if (hashed) hash.update(chunk)
    })
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      if (complaint.length < 1000) complaint += chunk.toString('latin1')
    })
    child.on('error', reject)
    child.on('close', (status) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      resolve({
        seconds,
        status: status ?? -1,
        bytes,
        digest: hash.digest('hex'),
        complaint: complaint.trim(),
      })
    })
  })
}

/** @type {number | undefined} */
let nullDevice
function openNull() {
  nullDevice ??= openSync('/dev/null', 'w')
  return nullDevice
}

/**
 * The most memory a command had resident, in bytes; undefined where GNU time is not installed.
 * @param {readonly string[]} command
 * @returns {number | undefined}
 */
export function peakMemory(command) {
  const folder = mkdtempSync(join(tmpdir(), 'peak-memory-'))
  try {
    const report = join(folder, 'kilobytes')
    const args = ['-q', '-f', '%M', '-o', report, ...command]
    const { error } = spawnSync('/usr/bin/time', args, {
      env: environment,
      stdio: ['ignore', 'ignore', 'ignore'],
    })
    if (error !== undefined) return undefined
    return Number(readFileSync(report, 'utf8').trim().split('\n').pop()) * 1024
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Has a run of Node say its processor time, in microseconds, when it ends. */
const TELL_TIME =
  "data:text/javascript,process.on('exit', () => { const { user, system } = process.cpuUsage(); process.getBuiltinModule('fs').writeSync(3, String(user + system)) })"

/**
 * Runs a script with this Node, its output thrown away; milliseconds by the clock, and of the processor.
 * @param {readonly string[]} args the script and its arguments
 */
export function timesOfScript(args) {
  const began = performance.now()
  const { output } = spawnSync(process.execPath, ['--import', TELL_TIME, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  return { byClock: performance.now() - began, byProcessor: Number(output[3]) / 1000 }
}

/**
 * The middle of some numbers, or the mean of the two in the middle.
 * @param {readonly number[]} numbers
 */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1)
  return middle.reduce((sum, number) => sum + number, 0) / middle.length
}
