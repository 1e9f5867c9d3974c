/** What the charts show, counted in one pass over the programs. */
import type { Program } from '../program.ts'
import type { BpfReport } from '../report/report.ts'

/** Columns of the charts over time. */
export const INTERVALS = 120
/** Loaders with a lane of their own in the timeline. */
const LANES = 24

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
  readonly name: string
  /** How many of its programs live in each interval. */
  readonly alive: Float64Array
  loads: number
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
  /** The loaders with most loads, then all others as one. */
  readonly lanes: readonly Lane[]
}

/** Counts a report's programs. */
export function chartData(report: BpfReport): ChartData {
  const from = report.coverage.from ?? 0
  const to = Math.max(report.coverage.to ?? 0, from + 1)
  const place = (time: number) =>
    Math.max(0, Math.min(INTERVALS - 1, Math.floor(((time - from) / (to - from)) * INTERVALS)))
  const data = {
    from,
    to,
    loads: new Float64Array(INTERVALS),
    unloads: new Float64Array(INTERVALS),
    loaded: new Float64Array(INTERVALS),
    lifetimes: new Float64Array(LIFETIME_BINS.length),
    lanes: [],
  }
  const lanes = new Map<string, Lane>()
  const bootEnds = new Map(report.coverage.boots.map((boot) => [`${boot.node}/${boot.boot}`, boot.lastTime]))
  for (const program of report.programs) {
    const { load, unload, lifetimeMs } = program
    if (load?.time !== undefined) count(data.loads, place(load.time))
    if (unload?.time !== undefined) count(data.unloads, place(unload.time))
    if (lifetimeMs !== undefined)
      count(
        data.lifetimes,
        LIFETIME_BINS.findIndex(([below]) => lifetimeMs < below),
      )
    const end = endOf(program, bootEnds)
    const first = place(load?.time ?? from)
    const last = end === undefined ? INTERVALS - 1 : place(end)
    for (let at = first; at < (end === undefined ? INTERVALS : last); at++) count(data.loaded, at)
    const lane = laneOf(lanes, program)
    lane.loads++
    for (let at = first; at <= last; at++) count(lane.alive, at)
  }
  return { ...data, lanes: busiest([...lanes.values()]) }
}

function count(counts: Float64Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

/** When a program's life ended, as far as known; undefined while it is loaded. */
function endOf(program: Program, bootEnds: ReadonlyMap<string, number>): number | undefined {
  const { unload, load, state, node, boot } = program
  if (unload !== undefined) return unload.time ?? unload.before ?? unload.after ?? load?.time
  return state === 'gone-at-boot' ? bootEnds.get(`${node}/${boot}`) : undefined
}

function laneOf(lanes: Map<string, Lane>, { loader, node }: Program): Lane {
  const name = loader === undefined ? '(loader unknown)' : (loader.exe ?? loader.comm ?? '(no name)')
  const full = node === undefined ? name : `${node}: ${name}`
  let lane = lanes.get(full)
  if (lane === undefined) {
    lane = { name: full, alive: new Float64Array(INTERVALS), loads: 0 }
    lanes.set(full, lane)
  }
  return lane
}

function busiest(lanes: Lane[]): Lane[] {
  lanes.sort((a, b) => b.loads - a.loads)
  const others = lanes.splice(LANES)
  if (others.length === 0) return lanes
  const rest: Lane = { name: `${others.length} others`, alive: new Float64Array(INTERVALS), loads: 0 }
  for (const lane of others) {
    rest.loads += lane.loads
    lane.alive.forEach((value, at) => {
      rest.alive[at] = (rest.alive[at] ?? 0) + value
    })
  }
  return [...lanes, rest]
}
