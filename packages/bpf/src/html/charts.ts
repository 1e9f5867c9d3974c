/** The charts, drawn as SVG: no script is needed to see them, and they print. */
import { type ChartData, INTERVALS, LIFETIME_BINS } from './chart-data.ts'
import { escapeHtml } from './escape.ts'
import { showTime } from './numbers.ts'

const WIDTH = 960
const LEFT = 60
const COLUMN = (WIDTH - LEFT) / INTERVALS

/** An SVG picture with a title for those who cannot see it. */
function picture(height: number, title: string, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}"><title>${escapeHtml(title)}</title>${content}</svg>`
}

function timeAxis(data: ChartData, y: number): string {
  return `<text class="axis" x="${LEFT}" y="${y}">${showTime(data.from)}</text><text class="axis end" x="${WIDTH}" y="${y}">${showTime(data.to)}</text>`
}

function scale(y: number, height: number, largest: number): string {
  return `<text class="axis end" x="${LEFT - 6}" y="${y + 10}">${largest}</text><text class="axis end" x="${LEFT - 6}" y="${y + height}">0</text><path class="grid" d="M${LEFT} ${y}H${WIDTH}M${LEFT} ${y + height}H${WIDTH}"/>`
}

/** A number with at most two decimals, as short as it can be. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function peak(counts: Float64Array): number {
  return counts.reduce((largest, value) => Math.max(largest, value), 0)
}

/** How many programs were loaded, over time. */
export function loadedChart(data: ChartData): string {
  const height = 140
  const largest = peak(data.loaded)
  const y = (value: number) => short(4 + height - (value / Math.max(1, largest)) * height)
  let path = `M${LEFT} ${4 + height}`
  data.loaded.forEach((value, at) => {
    path += `V${y(value)}H${short(LEFT + (at + 1) * COLUMN)}`
  })
  const content = `${scale(4, height, largest)}<path class="area" d="${path}V${4 + height}Z"/>${timeAxis(data, height + 22)}`
  return picture(height + 28, 'Programs loaded over time', content)
}

/** Loads upwards and unloads downwards, per interval. */
export function activityChart(data: ChartData): string {
  const half = 80
  const largest = Math.max(1, peak(data.loads), peak(data.unloads))
  const bars = (counts: Float64Array, kind: string, up: boolean) => {
    let path = ''
    counts.forEach((value, at) => {
      if (value === 0) return
      const tall = short(Math.max(1, (value / largest) * half))
      path += `M${short(LEFT + at * COLUMN)} ${half + 4}v${up ? '-' : ''}${tall}h${short(COLUMN - 1)}v${up ? '' : '-'}${tall}z`
    })
    return `<path class="${kind}" d="${path}"/>`
  }
  const labels = `<text class="axis end" x="${LEFT - 6}" y="14">${largest}</text><text class="axis end" x="${LEFT - 6}" y="${half + 8}">0</text><text class="axis end" x="${LEFT - 6}" y="${2 * half + 4}">${largest}</text>`
  const content = `${labels}<path class="grid" d="M${LEFT} ${half + 4}H${WIDTH}"/>${bars(data.loads, 'load', true)}${bars(data.unloads, 'unload', false)}${timeAxis(data, 2 * half + 24)}`
  return picture(2 * half + 30, 'Loads (up) and unloads (down) per interval', content)
}

/** How long programs lived. */
export function lifetimeChart(data: ChartData): string {
  const height = 140
  const largest = peak(data.lifetimes)
  const step = (WIDTH - LEFT) / LIFETIME_BINS.length
  const bars = LIFETIME_BINS.map(([, name], at) => {
    const value = data.lifetimes[at] ?? 0
    const tall = (value / Math.max(1, largest)) * height
    const x = LEFT + at * step
    return `<rect class="load" x="${short(x + 4)}" y="${short(16 + height - tall)}" width="${short(step - 8)}" height="${short(tall)}"/><text class="axis middle" x="${short(x + step / 2)}" y="${short(12 + height - tall)}">${value}</text><text class="axis middle" x="${short(x + step / 2)}" y="${height + 32}">${escapeHtml(name)}</text>`
  })
  const content = `<path class="grid" d="M${LEFT} ${16 + height}H${WIDTH}"/>${bars.join('')}`
  return picture(height + 40, 'Lifetimes of unloaded programs', content)
}

/** A lane for each loader: dark where many of its programs live. */
export function timelineChart(data: ChartData): string {
  const row = 34
  const lanes = data.lanes.map((lane, index) => {
    const y = index * row
    const largest = Math.max(1, peak(lane.alive))
    let cells = ''
    let at = 0
    while (at < INTERVALS) {
      const value = lane.alive[at] ?? 0
      let end = at + 1
      while (end < INTERVALS && lane.alive[end] === value) end++
      if (value > 0) {
        const strength = short(0.3 + 0.7 * (value / largest))
        cells += `<rect class="life" x="${short(LEFT + at * COLUMN)}" y="${y + 16}" width="${short((end - at) * COLUMN)}" height="12" opacity="${strength}"><title>${value} loaded</title></rect>`
      }
      at = end
    }
    return `<text class="axis" x="${LEFT}" y="${y + 12}">${escapeHtml(lane.name)} – ${lane.loads}</text>${cells}`
  })
  const height = data.lanes.length * row
  return picture(height + 22, 'Lifetimes by loader', `${lanes.join('')}${timeAxis(data, height + 14)}`)
}
