// `npm run bench:follow -- [--rate 100] [--seconds 60]`: what `ts-ausearch --follow --format ndjson`
// costs while so many events a second, of four or five records each, are appended to a log: processor time of the process
// (user and system, /proc/PID/stat, without its start), how long after the last event it was printed, and the memory it had
// resident on the way. `--rate 20000 --seconds 50` is a million events. Linux only.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { helpOf } from './help.mjs'

const program = join(
  fileURLToPath(new URL('..', import.meta.url)),
  ...['apps', 'ts-ausearch', 'dist', 'ts-ausearch.js'],
)
/** USER_HZ of Linux: the unit of /proc/PID/stat. */
const ticksPerSecond = 100
/** Milliseconds until it is started, and seconds under the same load until it is measured. */
const start = 2000
const warmUp = 5
/** Milliseconds after which it does not keep up. */
const patience = 60_000
/** Looks at its memory. */
const samples = 10

/**
 * An event of an opened file, of five records, or of four where it has one path.
 * @param {number} serial
 * @param {number} now milliseconds since 1970
 */
function fileEvent(serial, now) {
  const stamp = `msg=audit(${(now / 1000).toFixed(3)}:${serial}):`
  const paths = 1 + (serial % 2)
  const path = (/** @type {number} */ item) =>
    `type=PATH ${stamp} item=${item} name="/etc/app/${serial}" inode=${item + serial} dev=fd:01 mode=0100644 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0\x1dOUID="root" OGID="root"\n`
  return [
    `type=SYSCALL ${stamp} arch=c000003e syscall=257 success=yes exit=3 a0=ffffff9c a1=7ffd2c5 a2=0 a3=0 items=${paths} ppid=1 pid=${100 + (serial % 5000)} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses=3 comm="cat" exe="/usr/bin/cat" subj=unconfined key="access"\x1dARCH=x86_64 SYSCALL=openat AUID="alice" UID="root" GID="root" EUID="root" SUID="root" FSUID="root" EGID="root" SGID="root" FSGID="root"\n`,
    `type=CWD ${stamp} cwd="/root"\n`,
    ...Array.from({ length: paths }, (_, item) => path(item)),
    `type=PROCTITLE ${stamp} proctitle=${Buffer.from('cat\0/etc/app').toString('hex').toUpperCase()}\n`,
  ].join('')
}

/** @param {number} pid @returns seconds of processor time */
function processorTime(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** @param {number} pid @returns megabytes */
function residentMemory(pid) {
  const kilobytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Math.round(Number(kilobytes) / 1000)
}

/**
 * Appends events at a rate: one at a time, as auditd does, where that is possible. In a thread of its own, since the output
 * has to be read meanwhile.
 * @param {number} file
 * @param {number} rate
 * @param {number} seconds
 * @param {number} before the serial number of the last event
 * @returns the serial number of the last one now
 */
async function append(file, rate, seconds, before) {
  let serial = before
  const started = performance.now()
  while (performance.now() - started < seconds * 1000) {
    const due = before + ((performance.now() - started) / 1000) * rate
    let block = ''
    while (serial < due) {
      const event = fileEvent(++serial, Date.now())
      if (rate <= 1000) writeSync(file, event)
      else block += event
    }
    if (block !== '') writeSync(file, block)
    await pause(Math.max(1, Math.min(50, 1000 / rate)))
  }
  return serial
}

/** Writes as it is told, and says how far it has come. */
function serveAppender() {
  const { log, rate } = workerData
  const file = openSync(log, 'a')
  let serial = 0
  parentPort?.on('message', async (/** @type {number} */ seconds) => {
    serial = await append(file, rate, seconds, serial)
    parentPort?.postMessage(serial)
  })
}

/** @param {number} rate events a second @param {number} seconds */
async function measure(rate, seconds) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-follow-'))
  const log = join(folder, 'audit.log')
  closeSync(openSync(log, 'a'))
  const appender = new Worker(import.meta.filename, { workerData: { log, rate } })
  const written = async (/** @type {number} */ time) => {
    appender.postMessage(time)
    const [serial] = await once(appender, 'message')
    return Number(serial)
  }
  const child = spawn(process.execPath, [program, '--follow', '--format', 'ndjson', '-if', log], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('it was not started')
  let printed = 0
  let latest = 0
  child.stdout.on('data', (/** @type {Buffer} */ bytes) => {
    latest = performance.now()
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) printed++
  })
  try {
    await pause(start)
    const first = await written(warmUp)
    const before = { time: performance.now(), used: processorTime(pid) }
    /** @type {number[]} */
    const memory = []
    const sampling = setInterval(() => memory.push(residentMemory(pid)), (seconds * 1000) / samples)
    const last = await written(seconds)
    clearInterval(sampling)
    const after = { time: performance.now(), used: processorTime(pid) }
    const events = last - first
    while (printed < last && performance.now() - after.time < patience) await pause(20)
    const share = (after.used - before.used) / ((after.time - before.time) / 1000)
    console.log(
      [
        `${rate} events a second for ${seconds} s: ${events} events (${(events / ((after.time - before.time) / 1000)).toFixed(0)} a second were written)`,
        `  processor time   ${(100 * share).toFixed(2)} % of a core`,
        `  printed          ${printed} of ${last}, the last one ${(latest - after.time).toFixed(0)} ms after it was written`,
        `  memory, MB       ${memory.join(' ')}`,
        `  machine          ${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
      ].join('\n'),
    )
  } finally {
    child.kill()
    await appender.terminate()
    rmSync(folder, { recursive: true })
  }
}

if (!isMainThread) serveAppender()
else {
  helpOf(import.meta.filename)
  const { values } = parseArgs({
    options: { rate: { type: 'string', default: '100' }, seconds: { type: 'string', default: '60' } },
  })
  await measure(Number(values.rate), Number(values.seconds))
}
