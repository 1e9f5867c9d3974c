/** Time forms beyond the reference: ISO 8601, `@epoch`, `2h-ago`. They are tried only where the reference refuses. */
import { localTime, localToEpoch, secondsFromCivil, type TimeZone, UTC } from '@ts-audit/auparse/time'
import type { TimeContext, TimeSide } from './clock.ts'

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
])

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/

/**
 * Reads one token, or an ISO date and a time, as seconds since 1970; undefined when it is none of these forms.
 * A date alone means its first second as a start and its last second as an end. Fractions are cut off.
 */
export function parseExtendedTime(
  side: TimeSide,
  tokens: readonly string[],
  context: TimeContext,
): number | undefined {
  const [first = '', second] = tokens
  if (second !== undefined) {
    const [date, time] = first.includes(':') ? [second, first] : [first, second]
    return isoTime(side, `${date}T${padTime(time)}`, context.zone)
  }
  return epochSeconds(first) ?? relativeTime(first, context.now) ?? isoTime(side, first, context.zone)
}

function epochSeconds(token: string): number | undefined {
  return /^@\d{1,15}$/.test(token) ? Number(token.slice(1)) : undefined
}

function relativeTime(token: string, now: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})([smhdw])-ago$/.exec(token) ?? []
  return count === undefined ? undefined : now - Number(count) * (UNIT_SECONDS.get(unit) ?? 0)
}

/** The time beside a date may be `9:05`, as the reference takes it. */
function padTime(time: string): string {
  return /^\d:/.test(time) ? `0${time}` : time
}

function isoTime(side: TimeSide, token: string, zone: TimeZone): number | undefined {
  const match = ISO.exec(token)
  if (match === null) return undefined
  const [, year, month, day, hour, minute, second, offset] = match
  const clock = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour ?? (side === 'end' ? 23 : 0)),
    minute: Number(minute ?? (side === 'end' && hour === undefined ? 59 : 0)),
    second: Number(second ?? (side === 'end' && hour === undefined ? 59 : 0)),
  }
  const utc = secondsFromCivil(clock)
  const check = localTime(utc, UTC)
  if (check === undefined || check.day !== clock.day || check.month !== clock.month) return undefined
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return undefined
  if (offset !== undefined) return utc - offsetSeconds(offset)
  return localToEpoch(clock, zone.isDaylight(localToEpoch(clock, false, zone)), zone)
}

function offsetSeconds(offset: string): number {
  if (offset === 'Z') return 0
  const digits = offset.replace(/\D/g, '')
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2) || 0) * 60
  return offset.startsWith('-') ? -seconds : seconds
}
