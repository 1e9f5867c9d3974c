/** What the charts show, counted in one pass over the programs. */
import type { Program } from '../fields/program.ts'
import type { BpfReport } from '../report/report.ts'

/** Columns of the charts over time. */
export const INTERVALS = 200
/** Loaders with a lane of their own in the timeline. */
const LANES = 24
/** A log that makes up loaders must not fill the memory with them: no more are told apart, as in the report. */
const MOST_LOADERS = 20_000

/** Upper ends of the lifetime histogram in milliseconds, and their names. */
export const LIFETIME_BINS: readonly (readonly [below: number, name: string])[] = [
  [10, '< 10 ms'],
  [100, '< 100 ms'],
  [1000, '< 1 s'],
  [10_000, '< 10 s'],
  [60_000, '< 1 min'],
  [600_000, '< 10 min'],
  [3_600_000, '< 1 h'],
  [86_400_000, '< 1 d'],
  [Number.POSITIVE_INFINITY, '1 d and more'],
]

/** A loader's programs over time. */
export interface Lane {
  readonly node: string | undefined
  /** Its executable, else its command name; undefined when the log names no loader. */
  readonly name: string | undefined
  /** How many of its programs live in each interval. */
  readonly alive: Float64Array
  loads: number
}

/** All loaders without a lane of their own. */
export interface OtherLoaders {
  /** How many; undefined when they are too many to count. */
  readonly loaders: number | undefined
  readonly lane: Lane
}

/** The beginning of a boot that is not the log's beginning. */
export interface BootMark {
  readonly time: number
  readonly name: string
}

/** Counts for the charts. Times are milliseconds since 1970-01-01 UTC. */
export interface ChartData {
  readonly from: number
  readonly to: number
  readonly loads: Float64Array
  readonly unloads: Float64Array
  /** Programs loaded at the end of each interval. */
  readonly loaded: Float64Array
  readonly lifetimes: Float64Array
  /** The loaders with most programs. */
  readonly lanes: readonly Lane[]
  /** All others together. */
  readonly others: OtherLoaders | undefined
  readonly boots: readonly BootMark[]
  /** When each boot ended, by node and number. */
  readonly bootEnds: ReadonlyMap<string, number>
}

/**
 * Counts a report's programs, in two passes: only the busiest loaders have a lane.
 *
 * @param onProgram given each program, once
 */
export function chartData(report: BpfReport, onProgram?: (program: Program) => void): ChartData {
  const { coverage } = report
  const from = coverage.from ?? 0
  const to = Math.max(coverage.to ?? 0, from + 1)
  const place = (time: number) =>
    Math.max(0, Math.min(INTERVALS - 1, Math.floor(((time - from) / (to - from)) * INTERVALS)))
  const loads = new Float64Array(INTERVALS)
  const unloads = new Float64Array(INTERVALS)
  const loaded = new Float64Array(INTERVALS + 1)
  const lifetimes = new Float64Array(LIFETIME_BINS.length)
  const lanes = lanesOf(report)
  const bootEnds = new Map(coverage.boots.map((boot) => [`${boot.node}/${boot.boot}`, boot.lastTime]))
  for (const program of report.programs) {
    onProgram?.(program)
    const { load, unload, lifetimeMs } = program
    if (load?.time !== undefined) add(loads, place(load.time), 1)
    if (unload?.time !== undefined) add(unloads, place(unload.time), 1)
    if (lifetimeMs !== undefined) add(lifetimes, binOf(lifetimeMs), 1)
    const end = endOf(program, bootEnds)
    const first = place(load?.time ?? from)
    const last = end === undefined ? INTERVALS : place(end)
    add(loaded, first, 1)
    add(loaded, last, -1)
    const lane = lanes.byKey.get(laneKey(program)) ?? lanes.others
    lane.loads++
    add(lane.alive, first, 1)
    add(lane.alive, Math.min(last + 1, INTERVALS), -1)
  }
  sumUp(loaded)
  const { byKey, others } = lanes
  for (const { alive } of [...byKey.values(), others]) sumUp(alive)
  const boots = coverage.boots.filter(({ boot }) => boot > 1).map(bootMark)
  return {
    from,
    to,
    loads,
    unloads,
    loaded: loaded.subarray(0, INTERVALS),
    lifetimes,
    boots,
    bootEnds,
    lanes: [...byKey.values()],
    others: others.loads === 0 ? undefined : { loaders: lanes.otherLoaders, lane: others },
  }
}

/** Turns changes into counts: each interval starts from the count of the one before. */
function sumUp(changes: Float64Array): void {
  let sum = 0
  changes.forEach((change, at) => {
    sum += change
    changes[at] = sum
  })
}

function add(counts: Float64Array, at: number, amount: number): void {
  counts[at] = (counts[at] ?? 0) + amount
}

function binOf(lifetimeMs: number): number {
  return LIFETIME_BINS.findIndex(([below]) => lifetimeMs < below)
}

function bootMark({ node, boot, firstTime }: BpfReport['coverage']['boots'][number]): BootMark {
  return { time: firstTime, name: node === undefined ? `boot ${boot}` : `${node}: boot ${boot}` }
}

/** When a program's life ended, as far as known; undefined while it is loaded. */
export function endOf(program: Program, bootEnds: ReadonlyMap<string, number>): number | undefined {
  const { unload, load, state, node, boot } = program
  if (unload !== undefined) return unload.time ?? unload.before ?? unload.after ?? load?.time
  return state === 'gone-at-boot' ? bootEnds.get(`${node}/${boot}`) : undefined
}

interface Lanes {
  /** The busiest first. */
  readonly byKey: ReadonlyMap<string, Lane>
  readonly others: Lane
  readonly otherLoaders: number | undefined
}

function lanesOf({ programs }: BpfReport): Lanes {
  const counts = new Map<string, number>()
  let isFull = false
  for (const program of programs) {
    const key = laneKey(program)
    const count = counts.get(key)
    if (count !== undefined) counts.set(key, count + 1)
    else if (counts.size < MOST_LOADERS) counts.set(key, 1)
    else isFull = true
  }
  const busiest = [...counts].sort((a, b) => b[1] - a[1]).slice(0, LANES)
  return {
    byKey: new Map(busiest.map(([key]) => [key, newLane(key)])),
    others: newLane(laneKey({})),
    otherLoaders: isFull ? undefined : counts.size - busiest.length,
  }
}

function laneKey({ loader, node }: Pick<Program, 'loader' | 'node'>): string {
  const name = loader === undefined ? undefined : (loader.exe ?? loader.comm ?? '(no name)')
  return JSON.stringify([node ?? null, name ?? null])
}

function newLane(key: string): Lane {
  const [node, name] = JSON.parse(key) as [string | null, string | null]
  const alive = new Float64Array(INTERVALS + 1)
  return { node: node ?? undefined, name: name ?? undefined, alive, loads: 0 }
}
