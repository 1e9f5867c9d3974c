/** Events over time, by uPlot; pulling over a part of it narrows the view to that time. */
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { Clock } from '../protocol.ts'
import { change, found, view } from '../state.ts'
import type { Timeline } from '../views/timeline.ts'
import { countText, spanText, timeText } from './times.ts'

const HEIGHT = 130
/** Of the axis, from the largest step down; uPlot's own has am and pm. */
const AXIS_TIMES: uPlot.Axis.Values = [
  [31536000, '{YYYY}', null, null, null, null, null, null, 1],
  [2419200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86400, '{MM}-{DD}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [0.001, '{ss}.{fff}', '\n{YYYY}-{MM}-{DD} {HH}:{mm}', null, '\n{MM}-{DD}', null, '\n{HH}:{mm}', null, 1],
]
/** Pixels: less is a click. */
const LEAST_PULL = 4

export function TimelineChart() {
  const place = useRef<HTMLDivElement>(null)
  const timeline = found.value?.timeline
  const { clock } = view.value
  useEffect(() => {
    const element = place.current
    if (element === null || timeline === undefined || timeline.times.length === 0) return
    let chart = draw(element, timeline, clock)
    const redraw = (): void => {
      chart.destroy()
      chart = draw(element, timeline, clock)
    }
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: HEIGHT }))
    resized.observe(element)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', redraw)
    addEventListener('themechange', redraw)
    return () => {
      resized.disconnect()
      dark.removeEventListener('change', redraw)
      removeEventListener('themechange', redraw)
      chart.destroy()
    }
  }, [timeline, clock])
  if (timeline === undefined) return null
  const begin = timeline.times[0]
  const end = timeline.times.at(-1)
  const about =
    begin === undefined || end === undefined
      ? 'No events over time'
      : `Events over time, ${timeText(begin, clock)} to ${timeText(end + timeline.step, clock)}`
  return (
    <figure class="timeline">
      <div ref={place} role="img" aria-label={about} />
      <figcaption>
        {timeline.series.map(({ label }, number) => (
          <span key={label} class="key">
            <i class={`colour-${label === 'others' ? 'others' : number}`} /> {label}
          </span>
        ))}
        <span class="hint">
          one bar is {spanText(timeline.step)}; pull over a part to narrow to it
          {timeline.outside > 0 &&
            `; ${countText(timeline.outside)} events of far-off times are not in the picture`}
        </span>
      </figcaption>
    </figure>
  )
}

function draw(element: HTMLElement, timeline: Timeline, clock: Clock): uPlot {
  const { times, step, series } = timeline
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const stacked = stack(series.map(({ counts }) => counts))
  const begin = times[0] ?? 0
  const end = (times.at(-1) ?? 0) + step
  const bars = uPlot.paths.bars?.({ size: [1, 100], align: 1, gap: times.length > 120 ? 0 : 1 })
  const axis = {
    stroke: colour('--quiet'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line') },
  }
  return new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: LEAST_PULL },
      },
      scales: {
        x: { time: true, range: () => [begin, end] },
        y: { range: (_, __, most) => [0, Math.max(1, most)] },
      },
      ...(clock === 'utc' && {
        tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      }),
      axes: [
        { ...axis, values: AXIS_TIMES },
        {
          ...axis,
          size: 52,
          values: (_, splits) => splits.map((split) => (Number.isInteger(split) ? countText(split) : '')),
        },
      ],
      series: [
        {},
        ...series
          .map(({ label }, number) => {
            const fill = colour(label === 'others' ? '--chart-others' : `--chart-${number}`)
            return {
              label,
              fill,
              stroke: fill,
              width: 0,
              points: { show: false },
              ...(bars && { paths: bars }),
            }
          })
          .reverse(),
      ],
      hooks: {
        setSelect: [
          ({ select, posToVal }: uPlot) => {
            if (select.width < LEAST_PULL) return
            const from = posToVal(select.left, 'x')
            const to = posToVal(select.left + select.width, 'x')
            // Whole intervals: what is seen is what is chosen.
            change({
              from: begin + Math.floor((from - begin) / step) * step,
              // The last millisecond: the next second is no part of it, for the command that is shown neither.
              to: Math.round((begin + Math.ceil((to - begin) / step) * step) * 1000 - 1) / 1000,
            })
          },
        ],
      },
    },
    [[...times], ...stacked.toReversed()],
    element,
  )
}

/** Each series on top of those before it. */
function stack(series: readonly (readonly number[])[]): number[][] {
  const below: number[] = []
  return series.map((counts) =>
    counts.map((count, at) => {
      below[at] = (below[at] ?? 0) + count
      return below[at]
    }),
  )
}
