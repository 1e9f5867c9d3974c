/** The time axis that the charts share: ticks at round times in UTC, and the boots. */
import type { ChartData } from './chart-data.ts'
import { escapeHtml } from './escape.ts'

/** Width of a chart, and where its plot begins: the same in all, so that one moment is one place on the page. */
export const WIDTH = 1000
export const LEFT = 200

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...Array.from({ length: 24 }, (_, at) => ([1, 2, 5][at % 3] ?? 1) * 10 ** Math.floor(at / 3) * DAY),
]
/** Every how many ticks there is room for a label. */
const MOST_TICKS = 9
/** The last moment that Date can show. */
const LAST_DATE = 8.64e15
/** Boots that are marked. */
const MOST_BOOTS = 50
/** Labels of boots are at least so far apart. */
const BOOT_LABEL = 72
const GLYPH = 7.2

/** A round moment and how it is shown. */
export interface Tick {
  readonly time: number
  readonly label: string
}

/** Round moments from `from` to `to`, milliseconds since 1970: at most nine. */
export function timeTicks(from: number, to: number): Tick[] {
  const step = STEPS.find((length) => (to - from) / length < MOST_TICKS)
  if (step === undefined || to > LAST_DATE) return []
  const ticks: Tick[] = []
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    ticks.push({ time, label: tickLabel(time, step) })
  }
  return ticks
}

function tickLabel(time: number, step: number): string {
  const text = new Date(time).toISOString()
  if (time % DAY === 0 && step >= MINUTE) return text.slice(0, text.indexOf('T'))
  const clock = text.slice(text.indexOf('T') + 1)
  if (step < SECOND) return clock.slice(0, 12)
  return clock.slice(0, step < MINUTE ? 8 : 5)
}

/** Where a moment is in the plot. */
export function place({ from, to }: Pick<ChartData, 'from' | 'to'>, time: number): number {
  // Beyond 2^53 a millisecond is no difference.
  const share = to > from ? (time - from) / (to - from) : 0
  return short(LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT))
}

/** Lines at round times over the whole plot, their labels below it, and a broken line where a boot begins. */
export function timeAxis(data: ChartData, top: number, bottom: number): string {
  let lines = ''
  let labels = ''
  let free = 0
  for (const { time, label } of timeTicks(data.from, data.to)) {
    const x = place(data, time)
    lines += `M${x} ${top}V${bottom}`
    const half = (label.length * GLYPH) / 2
    const side = x + half > WIDTH ? 'end' : x - half < LEFT ? '' : 'middle'
    const begin = side === 'end' ? x - 2 * half : side === '' ? x : x - half
    // The last one is moved to the left, where another may stand.
    if (begin < free) continue
    free = begin + 2 * half + GLYPH
    labels += `<text class="axis ${side}" x="${x}" y="${bottom + 14}">${label}</text>`
  }
  return `<path class="grid" d="${lines}"/>${labels}${bootMarks(data, top, bottom)}`
}

/** Names of the boots, to stand above the first plot. */
export function bootLabels(data: ChartData, y: number): string {
  let labels = ''
  let free = LEFT
  for (const { time, name } of data.boots.slice(0, MOST_BOOTS)) {
    const x = place(data, time)
    if (x < free || x > WIDTH - BOOT_LABEL) continue
    labels += `<text class="axis" x="${x}" y="${y}">${escapeHtml(name)}</text>`
    free = x + BOOT_LABEL
  }
  return labels
}

function bootMarks(data: ChartData, top: number, bottom: number): string {
  const lines = data.boots.slice(0, MOST_BOOTS).map(({ time }) => `M${place(data, time)} ${top}V${bottom}`)
  return lines.length === 0 ? '' : `<path class="boot" d="${lines.join('')}"/>`
}

/** A number with at most one decimal: a tenth of a pixel is enough. */
export function short(value: number): number {
  return Math.round(value * 10) / 10
}
