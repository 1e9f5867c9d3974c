/** The arguments of `-ts` and `-te`: keywords, dates and times as the reference reads them (spec 01 §7). */
import { type CivilTime, localTime, localToEpoch } from '@ts-audit/auparse/time'
import type { TimeArgument, TimeContext, TimeSide } from './clock.ts'
import { parseExtendedTime } from './extensions.ts'
import { DATE_KEYWORDS, type DateKeyword } from './keywords.ts'
import { type ParsedTime, strptime } from './strptime.ts'

/** A date and whether the clock is read as daylight time. */
interface DatePart {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly daylight: boolean
  /** The exact instant, where the keyword means one unless a time is given. */
  readonly instant?: number
}

interface TimePart {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

type Failure = { readonly lines: readonly string[] }

const MIDNIGHT: TimePart = { hour: 0, minute: 0, second: 0 }
const MIDNIGHT_TOKEN = '00:00:00'
/** No audit log is older: the reference refuses earlier years. */
const FIRST_YEAR = 2004
/** How many bytes of a time the reference looks at. */
const TIME_BYTES = 63

/**
 * Reads the one or two words after `-ts` or `-te`; what the reference refuses is tried as one of our additional
 * forms before its error message is given.
 */
export function parseTimeArgument(
  side: TimeSide,
  tokens: readonly [string] | readonly [string, string],
  context: TimeContext,
): TimeArgument {
  if (side === 'start' && tokens.length === 1 && tokens[0] === 'checkpoint') return { kind: 'checkpoint' }
  const found = parseReferenceTime(side, tokens, context)
  if (typeof found === 'number') return { kind: 'instant', seconds: found }
  const extended = parseExtendedTime(side, tokens, context)
  if (extended !== undefined) return { kind: 'instant', seconds: extended }
  return { kind: 'error', lines: found.lines }
}

function parseReferenceTime(
  side: TimeSide,
  tokens: readonly [string] | readonly [string, string],
  context: TimeContext,
): number | Failure {
  const { dateToken, timeToken } = assignTokens(tokens)
  const date = dateToken === undefined ? today(context) : parseDate(side, dateToken, timeToken, context)
  if ('lines' in date) return date
  const time = timeOfDay(side, dateToken, timeToken, context)
  if ('lines' in time) return time
  if (date.year < FIRST_YEAR) return failure(`Error - year is ${date.year}`)
  return date.instant ?? localToEpoch({ ...date, ...time }, date.daylight, context.zone)
}

/** A word with a colon is the time, the other one the date. */
function assignTokens([first, second]: readonly string[]): { dateToken?: string; timeToken?: string } {
  if (first?.includes(':')) {
    return { timeToken: first, ...(second === undefined ? {} : { dateToken: second }) }
  }
  return {
    ...(first === undefined ? {} : { dateToken: first }),
    ...(second === undefined ? {} : { timeToken: second }),
  }
}

function parseDate(
  side: TimeSide,
  token: string,
  timeToken: string | undefined,
  context: TimeContext,
): DatePart | Failure {
  const keyword = DATE_KEYWORDS.get(token)
  if (keyword !== undefined) return keywordDate(side, token, keyword, timeToken, context)
  const parsed = parseLocal(token, context.locale.dateFormat, '%m/%d/%y')
  if (parsed === undefined) return invalidDate(side, token)
  if (parsed.end < token.length) return failure(`Error parsing ${side} date (${token})`)
  const { year = 1900, month = 1, day = 0 } = parsed
  const midnight = localToEpoch({ year, month, day, ...MIDNIGHT }, false, context.zone)
  const onlyEndDate = side === 'end' && timeToken === undefined
  // mktime() sets the date anew: where winter is the deviation (Dublin), standard midnight is still the day before.
  return {
    ...clockAt(midnight, context),
    daylight: context.zone.isDaylight(onlyEndDate ? context.now : midnight),
  }
}

function keywordDate(
  side: TimeSide,
  token: string,
  keyword: DateKeyword,
  timeToken: string | undefined,
  context: TimeContext,
): DatePart | Failure {
  const base = context.now - keyword.back(clockAt(context.now, context), context)
  if (Number.isNaN(base)) return bootUnknown(side, token, context)
  const wantsInstant = keyword.instant === 'always' || keyword.instant === side
  const atMidnight = timeToken === undefined || timeToken === MIDNIGHT_TOKEN
  return {
    ...clockAt(base, context),
    ...keyword.date,
    daylight: keyword.daylight ?? context.zone.isDaylight(base),
    ...(wantsInstant && atMidnight ? { instant: base } : {}),
  }
}

/** Without an uptime `boot` is not a keyword: it is read as a date, and refused as one. */
function bootUnknown(side: TimeSide, token: string, context: TimeContext): Failure {
  const uptime = context.uptime()
  const reason = typeof uptime === 'number' ? '' : uptime.reason
  return { lines: [`Can't read uptime (${reason})`, ...invalidDate(side, token).lines] }
}

function today(context: TimeContext): DatePart {
  return { ...clockAt(context.now, context), daylight: context.zone.isDaylight(context.now) }
}

function timeOfDay(
  side: TimeSide,
  dateToken: string | undefined,
  token: string | undefined,
  context: TimeContext,
): TimePart | Failure {
  if (token !== undefined) return parseTime(side, token, context)
  const isKeyword = dateToken !== undefined && DATE_KEYWORDS.has(dateToken)
  if (side === 'start' || isKeyword) return MIDNIGHT
  const { hour, minute, second } = clockAt(context.now, context)
  return { hour, minute, second }
}

function parseTime(side: TimeSide, token: string, context: TimeContext): TimePart | Failure {
  const text = (token.length <= 5 ? `${token}:00` : token).slice(0, TIME_BYTES)
  const parsed = parseLocal(text, context.locale.timeFormat, '%H:%M:%S')
  if (parsed === undefined) {
    return failure(`Invalid ${side} time (${token}). Hour, Minute, and Second are required.`)
  }
  if (parsed.end < text.length) return failure(`Error parsing ${side} time (${token})`)
  return { hour: parsed.hour ?? 0, minute: parsed.minute ?? 0, second: parsed.second ?? 0 }
}

/** glibc tries the locale's own format and falls back to that of the C locale (spec 01 §7.4). */
function parseLocal(text: string, format: string, fallback: string): ParsedTime | undefined {
  return strptime(text, format) ?? strptime(text, fallback)
}

function clockAt(seconds: number, context: TimeContext): CivilTime {
  const civil = localTime(seconds, context.zone)
  if (civil === undefined) throw new RangeError(`No calendar date for ${seconds} seconds since 1970`)
  return civil
}

function invalidDate(side: TimeSide, token: string): Failure {
  return failure(`Invalid ${side} date (${token}). Month, Day, and Year are required.`)
}

function failure(line: string): Failure {
  return { lines: [line] }
}
