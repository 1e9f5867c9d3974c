/** The words that stand for a date: `today`, `week-ago`, … (spec 01 §7.2). */
import type { CivilTime } from '@ts-audit/auparse/time'
import type { TimeContext } from './clock.ts'

const DAY = 86_400

/** How a keyword is read. */
export interface DateKeyword {
  /** Seconds to go back from now to the keyword's base instant. */
  readonly back: (now: CivilTime, context: TimeContext) => number
  /** With time 00:00:00 (or none) the base instant itself is meant: always, or only as the end of the window. */
  readonly instant: 'always' | 'end' | 'never'
  /** Replaces parts of the base date. */
  readonly date?: { readonly month?: number; readonly day?: number }
  /** False: the clock is read as standard time whatever the season. */
  readonly daylight?: false
}

const UPTIME_UNKNOWN = Number.NaN

export const DATE_KEYWORDS: ReadonlyMap<string, DateKeyword> = new Map<string, DateKeyword>([
  ['now', { back: () => 0, instant: 'always' }],
  ['recent', { back: () => 600, instant: 'always' }],
  ['this-hour', { back: () => 0, instant: 'always' }],
  ['boot', { back: sinceBoot, instant: 'always' }],
  ['today', { back: () => 0, instant: 'end' }],
  ['yesterday', { back: () => DAY, instant: 'never' }],
  ['this-week', { back: (now) => now.weekday * DAY, instant: 'never' }],
  ['week-ago', { back: () => 7 * DAY, instant: 'never' }],
  ['this-month', { back: () => 0, instant: 'never', date: { day: 1 } }],
  ['this-year', { back: () => 0, instant: 'never', date: { day: 1, month: 1 }, daylight: false }],
])

function sinceBoot(_now: CivilTime, context: TimeContext): number {
  const uptime = context.uptime()
  return typeof uptime === 'number' ? Math.floor(uptime + 0.5) : UPTIME_UNKNOWN
}
