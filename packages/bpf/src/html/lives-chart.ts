/** A line for each of some programs, as long as it lived: what is shorter than the eye can see is a mark, not a block. */
import type { Program } from '../fields/program.ts'
import { toUnicode } from '../report/unicode.ts'
import { idText } from '../views/finding-text.ts'
import type { ChartData } from './chart-data.ts'
import { endOf } from './chart-data.ts'
import { escapeText, visibleText } from './escape.ts'
import { showDuration, showPageTime } from './numbers.ts'
import { bootLabels, LEFT, place, short, timeAxis, WIDTH } from './time-axis.ts'

/** Programs that are drawn. */
export const MOST_LIVES = 60
const ROW = 16
const NAME_LENGTH = 16

/** The programs that are drawn: those with findings, then those that are still there, then the longest-lived. */
export class LivesChoice {
  readonly #chosen: (readonly Program[])[] = [[], [], []]

  consider(program: Program): void {
    const { findings, state } = program
    const rank = findings.some((name) => name !== 'load-burst') ? 0 : state === 'loaded' ? 1 : 2
    const list = this.#chosen[rank] as Program[]
    if (rank < 2) {
      if (list.length < MOST_LIVES) list.push(program)
      return
    }
    const { lifetimeMs } = program
    if (lifetimeMs === undefined) return
    const last = list[MOST_LIVES - 1]
    if (last !== undefined && lifetimeMs <= (last.lifetimeMs ?? 0)) return
    const at = list.findIndex((other) => (other.lifetimeMs ?? 0) < lifetimeMs)
    list.splice(at < 0 ? list.length : at, 0, program)
    if (list.length > MOST_LIVES) list.pop()
  }

  /** In the order of their loads. */
  programs(): readonly Program[] {
    return this.#chosen
      .flat()
      .slice(0, MOST_LIVES)
      .sort((a, b) => (a.load?.time ?? 0) - (b.load?.time ?? 0))
  }
}

/** The picture; every position is that of its moment. */
export function livesChart(
  data: ChartData,
  programs: readonly Program[],
  bootEnds: ReadonlyMap<string, number>,
): string {
  const top = data.boots.length === 0 ? 4 : 20
  const bottom = top + programs.length * ROW
  const rows = programs.map((program, at) => life(data, program, bootEnds, top + at * ROW)).join('')
  const content = `${bootLabels(data, 13)}${timeAxis(data, top, bottom)}${rows}`
  const title = 'Lives of single programs'
  return `<div class="chart" role="region" aria-label="${title}" tabindex="0"><svg viewBox="0 0 ${WIDTH} ${bottom + 20}" role="img" aria-label="${title}">${content}</svg></div>`
}

function life(data: ChartData, program: Program, bootEnds: ReadonlyMap<string, number>, y: number): string {
  const { progId, loader, load, state, findings } = program
  const end = endOf(program, bootEnds)
  const from = place(data, load?.time ?? data.from)
  const to = place(data, end ?? data.to)
  const who = toUnicode(loader?.exe ?? loader?.comm ?? '(loader unknown)')
  const characters = Array.from(visibleText(who.slice(-4 * NAME_LENGTH)))
  const name =
    characters.length > NAME_LENGTH ? `…${characters.slice(1 - NAME_LENGTH).join('')}` : characters.join('')
  const lived = end === undefined || load?.time === undefined ? state : showDuration(end - load.time)
  const facts = [
    `program ${idText(progId)} of ${visibleText(who)}`,
    `${showPageTime(load?.time)} – ${end === undefined ? state : showPageTime(end)}`,
    lived,
    ...findings,
  ]
  const title = `<title>${escapeText(facts.join('\n'))}</title>`
  const label = `<svg x="0" y="${y}" width="${LEFT - 62}" height="${ROW}"><text class="name" x="0" y="12">${escapeText(name)}${title}</text></svg><text class="axis end" x="${LEFT - 6}" y="${y + 12}">${progId}</text>`
  const kind = findings.length > 0 ? 'life noted' : 'life'
  const middle = y + ROW / 2
  // Shorter than a point: a mark that has no length.
  const shape =
    to - from < 1
      ? `<path class="${kind} moment" d="M${from} ${y + 2}V${y + ROW - 2}">${title}</path>`
      : `<rect class="${kind}" x="${from}" y="${short(middle - 4)}" width="${short(to - from)}" height="8">${title}</rect>`
  return label + shape
}
