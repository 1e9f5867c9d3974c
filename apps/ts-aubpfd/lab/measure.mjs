// `node measure.mjs RESULT…`: what the plugin found in a run of plugin.sh, beside the log and the workload's own account.
// RESULT is the folder that the lab leaves: programs.ndjson, audit/, auditd-state.txt, and where the workload writes them truth.jsonl
// (each load with its type, by the loader itself) and left-loaded.json (what bpftool says of the programs left at the end).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @param {string} file */
const lines = (file) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line))
    : []

/** @param {number[]} values @param {number} share */
const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

/**
 * Loads and their lifetimes by the log: milliseconds, undefined for what is still loaded.
 *
 * @param {string} folder
 */
function loadsOf(folder) {
  /** @type {{ id: string, progId: number, time: number, life: number | undefined }[]} */
  const loads = []
  /** @type {Map<number, (typeof loads)[number]>} */
  const open = new Map()
  const pattern = /type=(?:BPF|UNKNOWN\[1334\]) msg=audit\(((\d+)\.(\d{3}):\d+)\): prog-id=(\d+) op=(\w+)/g
  const number = (/** @type {string} */ name) => Number(/\.(\d+)$/.exec(name)?.[1] ?? 0)
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('audit.log'))
    .sort((a, b) => number(b) - number(a))
  for (const file of files) {
    for (const [, id = '', seconds, milliseconds, progId, op] of readFileSync(
      join(folder, file),
      'latin1',
    ).matchAll(pattern)) {
      const time = Number(seconds) * 1000 + Number(milliseconds)
      if (op === 'LOAD') {
        const load = { id, progId: Number(progId), time, life: /** @type {number | undefined} */ (undefined) }
        loads.push(load)
        open.set(load.progId, load)
      } else {
        const load = open.get(Number(progId))
        if (load !== undefined) load.life = time - load.time
        open.delete(Number(progId))
      }
    }
  }
  return loads
}

for (const result of process.argv.slice(2)) {
  const events = lines(join(result, 'programs.ndjson'))
  const started = events.find(({ event }) => event === 'start')
  const stopped = events.find(({ event }) => event === 'stop')
  const told = events.filter(({ event }) => event === 'load')
  const present = events.filter(({ event }) => event === 'present')
  const inLog = loadsOf(join(result, 'audit')).filter(
    ({ time }) => started === undefined || time >= started.time,
  )
  const byId = new Map(told.map((load) => [`${load.id} ${load.progId}`, load]))
  const found = told.filter(({ kernel }) => kernel.answer === 'found')
  const asked = told.filter(({ kernel }) => kernel.answer !== 'not-asked')
  const delays = found.map(({ kernel }) => kernel.askedAfterMs)
  const p95 = quantile(delays, 0.95)
  const longer = inLog.filter(({ life }) => life === undefined || life > p95)
  const isFound = (/** @type {{ id: string, progId: number }} */ { id, progId }) =>
    byId.get(`${id} ${progId}`)?.kernel.answer === 'found'
  console.log(`${result}
  loads in the log since the start  ${inLog.length}, not told ${inLog.filter(({ id, progId }) => !byId.has(`${id} ${progId}`)).length}, told and not in the log ${told.length - inLog.filter(({ id, progId }) => byId.has(`${id} ${progId}`)).length}
  answers                           found ${found.length} (${((100 * found.length) / told.length).toFixed(1)} %), gone ${told.filter(({ kernel }) => kernel.answer === 'gone').length}, other program ${told.filter(({ kernel }) => kernel.answer === 'other-program').length}, not asked ${told.length - asked.length}
  lifetime by the log, ms           median ${quantile(
    inLog.map(({ life }) => life ?? Number.POSITIVE_INFINITY),
    0.5,
  )}; at most 5 ms ${inLog.filter(({ life }) => life !== undefined && life <= 5).length}, of those found ${inLog.filter((load) => load.life !== undefined && load.life <= 5 && isFound(load)).length}
  ms after the LOAD, of those found median ${quantile(delays, 0.5)}, p95 ${p95}, most ${Math.max(...delays)}
  longer-lived than p95             ${longer.length}, not found ${longer.filter((load) => !isFound(load)).length}`)
  for (const load of longer.filter((each) => !isFound(each)))
    console.log(
      `    not found: ${load.id} prog-id=${load.progId} lived ${load.life} ms: ${JSON.stringify(byId.get(`${load.id} ${load.progId}`)?.kernel)}`,
    )
  const truth = lines(join(result, 'truth.jsonl')).filter(({ op, ok, id }) => op === 'load' && ok && id > 0)
  let compared = 0
  let wrong = 0
  const unused = new Set(truth)
  for (const { progId, time, kernel } of found) {
    // Ids do not return within a boot; the stamp of a record is some milliseconds coarse.
    const own = [...unused].find(({ id, t }) => id === progId && Math.abs(t * 1000 - time) < 5000)
    if (own === undefined) continue
    unused.delete(own)
    compared++
    if (own.type !== kernel.type) {
      wrong++
      console.log(`    wrong type: prog-id=${progId} ${kernel.type}, is ${own.type}`)
    }
  }
  console.log(`  of those the loader wrote down     ${truth.length}, found ${compared}, wrong type ${wrong}`)
  const leftFile = join(result, 'left-loaded.json')
  if (existsSync(leftFile) && readFileSync(leftFile, 'utf8').trim() !== '') {
    /** @type {{ id: number, type: string, name?: string, tag?: string }[]} */
    const left = JSON.parse(readFileSync(leftFile, 'utf8'))
    const known = new Map([...present, ...found].map((program) => [program.progId, program.kernel]))
    const differs = left.filter(({ id, type, name = '', tag }) => {
      const kernel = known.get(id)
      return (
        kernel !== undefined &&
        // bpftool writes a longer name from the BTF.
        (kernel.type !== type ||
          kernel.name !== name.slice(0, 15) ||
          (tag !== undefined && kernel.tag !== tag))
      )
    })
    console.log(
      `  left loaded, by bpftool            ${left.length}, known ${left.filter(({ id }) => known.has(id)).length}, other type, name or tag ${differs.length}`,
    )
  }
  const states = existsSync(join(result, 'auditd-state.txt'))
    ? readFileSync(join(result, 'auditd-state.txt'), 'utf8')
    : ''
  const depths = [...states.matchAll(/queue depth\D*(\d+)/gi)].map(([, depth]) => Number(depth))
  console.log(
    `  auditd's queue at its fullest      ${Math.max(...depths)} of ${depths.length} looks; ${[...new Set([...states.matchAll(/.*(?:overflow|suspended).*/gi)].map(([line]) => line.trim()))].join('; ')}`,
  )
  console.log(
    `  the plugin's own account           ${JSON.stringify(stopped?.counts)}, ${stopped?.cpuMs} ms of processor time in ${stopped === undefined ? '?' : Math.round((stopped.time - started.time) / 1000)} s, ${Math.round((stopped?.memoryBytes ?? 0) / 1e6)} MB`,
  )
}
