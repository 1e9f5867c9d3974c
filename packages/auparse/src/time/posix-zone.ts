/** Zones written as a TZ string, `EST5EDT,M3.2.0,M11.1.0`: the environment variable, and the end of zone files. */
import { civilFromSeconds, DAY_SECONDS, secondsFromCivil } from './civil.ts'
import type { ZoneSpan } from './zone-spans.ts'

const NAME = /^(?:<[A-Za-z0-9+-]{3,}>|[A-Za-z]{3,})/
const OFFSET = /^([+-]?)(\d{1,3})(?::(\d{1,2})(?::(\d{1,2}))?)?/
const DAY_RULE = /^,(?:M(\d{1,2})\.(\d)\.(\d)|J(\d{1,3})|(\d{1,3}))/
const TIME_RULE = /^\/([+-]?)(\d{1,3})(?::(\d{1,2})(?::(\d{1,2}))?)?/
/** What the C library assumes for a daylight time without rules, and for a change without a time of day. */
const DEFAULT_RULES = ',M3.2.0,M11.1.0'
const DEFAULT_TIME = 7200
const HOUR = 3600

/** The second of a year at which local clocks change, before their offset is taken off. */
type ChangeRule = (year: number) => number

interface Change {
  readonly at: number
  readonly offset: number
  readonly daylight: boolean
}

/** Gives a function that finds the span of an instant by a TZ string; undefined for a text that is not one (tzset(3)). */
export function parsePosixZone(text: string): ((seconds: number) => ZoneSpan) | undefined {
  const reader = new Reader(text)
  if (reader.take(NAME) === undefined) return undefined
  const standard = readOffset(reader)
  if (standard === undefined) return undefined
  const always = {
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    offset: standard,
    daylight: false,
  }
  if (reader.take(NAME) === undefined) return () => always
  const daylight = readOffset(reader) ?? standard + HOUR
  if (reader.rest === '' || reader.rest === ',') reader.rest = DEFAULT_RULES
  const begin = readRule(reader)
  const end = readRule(reader)
  if (begin === undefined || end === undefined) return () => always
  const changesOf = (year: number): Change[] => [
    { at: begin(year) - standard, offset: daylight, daylight: true },
    { at: end(year) - daylight, offset: standard, daylight: false },
  ]
  return (seconds) => spanOf(seconds, changesOf)
}

/** The changes of three years surround every instant of the middle one. */
function spanOf(seconds: number, changesOf: (year: number) => Change[]): ZoneSpan {
  const { year } = civilFromSeconds(seconds, 0)
  const changes = [year - 1, year, year + 1].flatMap(changesOf).sort((a, b) => a.at - b.at)
  const next = changes.findIndex(({ at }) => at > seconds)
  const after = next === -1 ? changes.length : next
  const { at: from = Number.NEGATIVE_INFINITY, offset = 0, daylight = false } = changes[after - 1] ?? {}
  return { from, to: changes[after]?.at ?? seconds + 1, offset, daylight }
}

class Reader {
  rest: string

  constructor(text: string) {
    this.rest = text
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.rest) ?? undefined
    if (match !== undefined) this.rest = this.rest.slice(match[0].length)
    return match
  }
}

/** Seconds east of UTC: TZ strings count west. */
function readOffset(reader: Reader): number | undefined {
  const match = reader.take(OFFSET)
  return match === undefined ? undefined : 0 - clockSeconds(match)
}

function readRule(reader: Reader): ChangeRule | undefined {
  const match = reader.take(DAY_RULE)
  if (match === undefined) return undefined
  const time = reader.take(TIME_RULE)
  const seconds = time === undefined ? DEFAULT_TIME : clockSeconds(time)
  const [, month, week, weekday, julian, day] = match
  if (month !== undefined)
    return (year) => nthWeekday(year, Number(month), Number(week), Number(weekday)) + seconds
  if (julian !== undefined) return (year) => julianDay(year, Number(julian)) + seconds
  return (year) => yearStart(year) + Number(day) * DAY_SECONDS + seconds
}

function clockSeconds([, sign, hours, minutes, seconds]: RegExpExecArray): number {
  const value = Number(hours) * HOUR + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
  return sign === '-' ? -value : value
}

function yearStart(year: number): number {
  return secondsFromCivil({ year, month: 1, day: 1, hour: 0, minute: 0, second: 0 })
}

/** Day 1 to 365 of a year, 29 February never counted. */
function julianDay(year: number, day: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return yearStart(year) + (day - 1 + (isLeap && day >= 60 ? 1 : 0)) * DAY_SECONDS
}

/** The first, second, … of a weekday in a month; the fifth is the last one. */
function nthWeekday(year: number, month: number, week: number, weekday: number): number {
  const clock = { year, day: 1, hour: 0, minute: 0, second: 0 }
  const first = secondsFromCivil({ ...clock, month })
  const next = month === 12 ? yearStart(year + 1) : secondsFromCivil({ ...clock, month: month + 1 })
  const skip = (weekday - civilFromSeconds(first, 0).weekday + 7) % 7
  const at = first + (skip + (week - 1) * 7) * DAY_SECONDS
  return at >= next ? at - 7 * DAY_SECONDS : at
}
