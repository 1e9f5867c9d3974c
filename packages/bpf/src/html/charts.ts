/** The charts, drawn as SVG: no script is needed to see them, and they print. */

import { toUnicode } from '../report/unicode.ts'
import { type ChartData, INTERVALS, type Lane, LIFETIME_BINS } from './chart-data.ts'
import { escapeHtml, escapeText, visibleText } from './escape.ts'
import { showDuration, showPageTime } from './numbers.ts'
import { bootLabels, LEFT, short, timeAxis, WIDTH } from './time-axis.ts'

const COLUMN = (WIDTH - LEFT) / INTERVALS
/** Characters of a loader's name that fit beside its lane. */
const NAME_LENGTH = 19

/** An SVG picture with a title for those who cannot see it. */
function picture(height: number, title: string, content: string): string {
  return `<div class="chart" role="region" aria-label="${escapeHtml(title)}" tabindex="0"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${content}</svg></div>`
}

/** The length of an interval, as the headings say it. */
export function intervalLength({ from, to }: ChartData): string {
  return showDuration(Math.max(1, Math.round((to - from) / INTERVALS)))
}

function peak(counts: Float64Array): number {
  return counts.reduce((largest, value) => Math.max(largest, value), 0)
}

/** A number at the left of a plot. */
function scaleLabel(y: number, text: string | number): string {
  return `<text class="axis end" x="${LEFT - 6}" y="${y}">${text}</text>`
}

/** Invisible columns that show the numbers under the pointer; equal neighbours are merged where that is allowed. */
function pointerColumns(
  data: ChartData,
  top: number,
  bottom: number,
  tell: (at: number) => string,
  isJoined: (at: number) => boolean,
): string {
  const step = (data.to - data.from) / INTERVALS
  let columns = ''
  for (let at = 0; at < INTERVALS; ) {
    const text = tell(at)
    let end = at + 1
    while (end < INTERVALS && isJoined(end) && tell(end) === text) end++
    const from = short(LEFT + at * COLUMN)
    const to = short(LEFT + end * COLUMN)
    const span = `${showPageTime(Math.round(data.from + at * step))} – ${showPageTime(Math.round(data.from + end * step))}`
    columns += `<rect class="hit" x="${from}" y="${top}" width="${short(to - from)}" height="${bottom - top}"><title>${text}\n${span}</title></rect>`
    at = end
  }
  return columns
}

/** How many programs were loaded, over time. */
export function loadedChart(data: ChartData): string {
  const top = 8
  const bottom = 148
  const largest = peak(data.loaded)
  const y = (value: number) => short(bottom - (value / Math.max(1, largest)) * (bottom - top))
  let path = `M${LEFT} ${bottom}`
  data.loaded.forEach((value, at) => {
    path += `V${y(value)}H${short(LEFT + (at + 1) * COLUMN)}`
  })
  const half = Math.round(largest / 2)
  const middle = half > 0 && half < largest ? scaleLabel(y(half) + 4, half) : ''
  const labels = `${scaleLabel(top + 4, largest)}${middle}${scaleLabel(bottom + 4, 0)}`
  const level = middle === '' ? '' : `M${LEFT} ${y(half)}H${WIDTH}`
  const grid = `<path class="grid" d="M${LEFT} ${top}H${WIDTH}${level}M${LEFT} ${bottom}H${WIDTH}"/>`
  const tell = (at: number) => `${data.loaded[at] ?? 0} loaded`
  const hits = pointerColumns(data, top, bottom, tell, () => true)
  const content = `${labels}${grid}${timeAxis(data, top, bottom)}<path class="area" d="${path}V${bottom}Z"/>${hits}`
  return picture(bottom + 20, 'Programs loaded over time', content)
}

/** Loads upwards and unloads downwards, per interval. */
export function activityChart(data: ChartData): string {
  const top = 8
  const middle = 78
  const bottom = 148
  const largest = Math.max(1, peak(data.loads), peak(data.unloads))
  const bars = (counts: Float64Array, kind: string, up: boolean) => {
    let path = ''
    counts.forEach((value, at) => {
      if (value === 0) return
      const tall = short(Math.max(1, (value / largest) * (middle - top)))
      const width = short(COLUMN - 0.6)
      path += `M${short(LEFT + at * COLUMN)} ${middle}v${up ? -tall : tall}h${width}v${up ? tall : -tall}z`
    })
    return `<path class="${kind}" d="${path}"/>`
  }
  const labels = `${scaleLabel(top + 4, largest)}${scaleLabel(middle + 4, 0)}${scaleLabel(bottom + 4, largest)}`
  const names = `<text class="load" x="0" y="${top + 4}">▲ loads</text><text class="unload" x="0" y="${bottom + 4}">▼ unloads</text>`
  const grid = `<path class="grid" d="M${LEFT} ${top}H${WIDTH}M${LEFT} ${middle}H${WIDTH}M${LEFT} ${bottom}H${WIDTH}"/>`
  const tell = (at: number) => `${data.loads[at] ?? 0} loads, ${data.unloads[at] ?? 0} unloads`
  const isQuiet = (at: number) => data.loads[at] === 0 && data.unloads[at] === 0
  const hits = pointerColumns(data, top, bottom, tell, isQuiet)
  const content = `${labels}${names}${grid}${timeAxis(data, top, bottom)}${bars(data.loads, 'load', true)}${bars(data.unloads, 'unload', false)}${hits}`
  return picture(bottom + 20, 'Loads (up) and unloads (down) per interval', content)
}

/** How long programs lived. */
export function lifetimeChart(data: ChartData): string {
  const top = 20
  const bottom = 140
  const largest = peak(data.lifetimes)
  const step = (WIDTH - LEFT) / LIFETIME_BINS.length
  const bars = LIFETIME_BINS.map(([, name], at) => {
    const value = data.lifetimes[at] ?? 0
    const tall = value === 0 ? 0 : Math.max(1, (value / largest) * (bottom - top))
    const x = LEFT + at * step
    const centre = short(x + step / 2)
    const bar = `<rect class="load" x="${short(x + 8)}" y="${short(bottom - tall)}" width="${short(step - 16)}" height="${short(tall)}"/>`
    const count = `<text class="axis middle" x="${centre}" y="${short(bottom - tall - 5)}">${value === 0 ? '' : value}</text>`
    return `${bar}${count}<text class="axis middle" x="${centre}" y="${bottom + 15}">${escapeHtml(name)}</text>`
  })
  const grid = `<path class="grid" d="M${LEFT} ${bottom}H${WIDTH}"/>`
  return picture(bottom + 22, 'Lifetimes of unloaded programs', grid + bars.join(''))
}

/** A lane for each loader: dark where many of its programs live. */
export function timelineChart(data: ChartData): string {
  const row = 22
  const top = data.boots.length === 0 ? 4 : 18
  const others = data.others === undefined ? [] : [data.others]
  const bottom = top + (data.lanes.length + others.length) * row
  const lanes = [
    ...data.lanes.map(
      (lane, index) => laneName(lane, top + index * row) + laneCells(data, lane, top + index * row),
    ),
    ...others.map(({ loaders, lane }) => {
      const y = bottom - row
      return laneLabel(`${loaders ?? 'All'} other loaders`, '', lane.loads, y) + laneCells(data, lane, y)
    }),
  ]
  const content = `${bootLabels(data, 12)}${timeAxis(data, top, bottom)}${lanes.join('')}`
  return picture(bottom + 20, 'Lifetimes by loader', content)
}

/** Shortens a path from the left, since its end says more; the whole appears under the pointer. */
function laneName({ node, name, loads }: Lane, y: number): string {
  const names = [...(node === undefined ? [] : [node]), name ?? '(loader unknown)']
  const whole = visibleText(names.map(toUnicode).join(': '))
  const characters = Array.from(whole.slice(-4 * NAME_LENGTH))
  const cut = characters.length > NAME_LENGTH || whole.length > 4 * NAME_LENGTH
  const shown = cut ? `…${characters.slice(1 - NAME_LENGTH).join('')}` : whole
  return laneLabel(shown, whole, loads, y)
}

/** A name in a picture of its own, which cuts off what is too long, and the number of programs. */
function laneLabel(shown: string, whole: string, loads: number, y: number): string {
  const title = whole === '' ? '' : `<title>${escapeText(whole)}</title>`
  const name = `<svg x="0" y="${y}" width="${LEFT - 48}" height="20"><text class="name" x="0" y="14">${escapeText(shown)}${title}</text></svg>`
  return `${name}<text class="axis end" x="${LEFT - 6}" y="${y + 14}">${loads}</text>`
}

function laneCells(data: ChartData, { alive }: Lane, y: number): string {
  const largest = Math.max(1, peak(alive))
  const step = (data.to - data.from) / INTERVALS
  let cells = ''
  for (let at = 0; at < INTERVALS; ) {
    const value = alive[at] ?? 0
    let end = at + 1
    while (end < INTERVALS && alive[end] === value) end++
    if (value > 0) {
      const x = short(LEFT + at * COLUMN)
      const width = short(LEFT + end * COLUMN - x)
      const strength = Math.round(35 + 65 * (value / largest)) / 100
      const span = `${showPageTime(Math.round(data.from + at * step))} – ${showPageTime(Math.round(data.from + end * step))}`
      cells += `<rect class="life" x="${x}" y="${y + 3}" width="${width}" height="15" opacity="${strength}"><title>${value} at a time\n${span}</title></rect>`
    }
    at = end
  }
  return cells
}
