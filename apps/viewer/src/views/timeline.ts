/** Events over time by the type of their first record. Times that no clock shows do not make the picture useless. */
import { formatRecordType, recordTypeName } from '@ts-audit/tables/record-types'
import type { EventIndex } from '../log/event-index.ts'

/** Counts by interval. */
export interface Timeline {
  /** Beginning of each interval, in seconds since 1970. */
  readonly times: readonly number[]
  /** Seconds of an interval. */
  readonly step: number
  readonly series: readonly { readonly label: string; readonly counts: readonly number[] }[]
  /** Events of times far from all others: they are not in the picture. */
  readonly outside: number
}

const INTERVALS = 240
/** Types with a colour of their own. */
const MOST_TYPES = 5
/** Times are sampled to see where most of them are. */
const MOST_SAMPLES = 20_000
/** So many times the span of the middle 98 % may be the span of all. */
const FAR = 20
/** What clocks show: from the second day of 1970 to 2106. Other times are drawn only where there are no such. */
const FIRST_SECOND = 86_400
const LAST_SECOND = 2 ** 32
/** Seconds: steps that people read easily. */
const STEPS = [
  0.001, 0.01, 0.1, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21600, 43200, 86400, 172800,
  604800, 2_592_000, 7_776_000, 31536000,
]

const NOTHING: Timeline = { times: [], step: 1, series: [], outside: 0 }

/** Counts a selection. */
export function timelineOf(index: EventIndex, selected: Uint32Array): Timeline {
  if (selected.length === 0) return NOTHING
  const times = index.times.values
  const [from, to] = usualSpan(times, selected)
  const step = STEPS.find((each) => (to - from) / each < INTERVALS) ?? (to - from) / INTERVALS
  const begin = Math.floor(from / step) * step
  const length = Math.floor((to - begin) / step) + 1
  const ofSet = Uint16Array.from(
    { length: index.typeSets.size },
    (_, set) => (index.typeSets.types(set)[0] ?? 0) & 0xffff,
  )
  const counts = new Map<number, Float64Array>()
  let outside = 0
  const { values: sets } = index.types
  for (let each = 0; each < selected.length; each++) {
    const ordinal = selected[each] as number
    const time = times[ordinal] as number
    const at = Math.floor((time - begin) / step)
    if (time < from || time > to || at < 0 || at >= length) {
      outside++
      continue
    }
    const type = ofSet[sets[ordinal] as number] as number
    let ofType = counts.get(type)
    if (ofType === undefined) {
      if (counts.size >= 400) continue
      ofType = new Float64Array(length)
      counts.set(type, ofType)
    }
    ofType[at] = (ofType[at] as number) + 1
  }
  return {
    times: Array.from({ length }, (_, at) => begin + at * step),
    step,
    series: seriesOf(counts, length),
    outside,
  }
}

function seriesOf(counts: ReadonlyMap<number, Float64Array>, length: number): Timeline['series'] {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  const sorted = [...counts].sort(([, one], [, other]) => sum(other) - sum(one))
  const rest = new Float64Array(length)
  for (const [, values] of sorted.slice(MOST_TYPES)) {
    for (let at = 0; at < length; at++) rest[at] = (rest[at] as number) + (values[at] as number)
  }
  const shown = sorted
    .slice(0, MOST_TYPES)
    .map(([type, values]) => ({ label: typeLabel(type), counts: [...values] }))
  return sorted.length > MOST_TYPES ? [...shown, { label: 'others', counts: [...rest] }] : shown
}

function typeLabel(type: number): string {
  return type === 0xffff ? 'unknown' : (recordTypeName(type) ?? formatRecordType(type))
}

/** From and to, without the few events that are far from all others. */
function usualSpan(times: Float64Array, selected: Uint32Array): readonly [number, number] {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  const every = Math.ceil(selected.length / MOST_SAMPLES)
  const samples: number[] = []
  const hasUsual = selected.some((ordinal) => isUsual(times[ordinal] as number))
  for (let at = 0; at < selected.length; at++) {
    const time = times[selected[at] as number] as number
    if (hasUsual && !isUsual(time)) continue
    if (time < first) first = time
    if (time > last) last = time
    if (at % every === 0) samples.push(time)
  }
  const sorted = Float64Array.from(samples).sort()
  const low = sorted[Math.floor(sorted.length * 0.01)] ?? first
  const high = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? last
  const margin = Math.max(1, high - low) * FAR
  return [Math.max(first, low - margin), Math.min(last, high + margin)]
}

function isUsual(time: number): boolean {
  return time >= FIRST_SECOND && time <= LAST_SECOND
}
