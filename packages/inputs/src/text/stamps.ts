/** The stamps that lines of logs begin with. Their times are never used: audit records carry their own. */
import { COLON, COMMA, DASH, DOT, PLUS, SPACE } from '../ascii.ts'
import { digitsEnd, isDigit, isLower, isUpper, wordEnd } from '../bytes.ts'

const ZULU = 0x5a

/** What stands between the day and the time of an ISO stamp. */
export type DayTimeSeparator = 'T' | ' '

/**
 * The end of `YYYY-MM-DDThh:mm:ss` with an optional fraction (after `fraction`) and an optional zone (`Z`, `+hh:mm`,
 * `+hhmm`), or -1.
 */
export function isoStampEnd(
  bytes: Uint8Array,
  at: number,
  end: number,
  separator: DayTimeSeparator,
  fraction: number,
): number {
  if (digitsEnd(bytes, at, end) !== at + 4 || bytes[at + 4] !== DASH) return -1
  const day = monthDayEnd(bytes, at + 5, end)
  if (day < 0 || bytes[day] !== separator.charCodeAt(0)) return -1
  const time = timeEnd(bytes, day + 1, end, fraction)
  return time < 0 ? -1 : zoneEnd(bytes, time, end)
}

/** The end of `MM-DD`, or -1. */
export function monthDayEnd(bytes: Uint8Array, at: number, end: number): number {
  if (digitsEnd(bytes, at, end) !== at + 2 || bytes[at + 2] !== DASH) return -1
  return digitsEnd(bytes, at + 3, end) === at + 5 ? at + 5 : -1
}

/** The end of `hh:mm:ss` with an optional fraction after the byte `fraction`, or -1. */
export function timeEnd(bytes: Uint8Array, at: number, end: number, fraction: number): number {
  if (end - at < 8 || bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return -1
  if (!isPair(bytes, at) || !isPair(bytes, at + 3) || !isPair(bytes, at + 6)) return -1
  const seconds = at + 8
  if (seconds >= end || bytes[seconds] !== fraction) return seconds
  const fractionEnd = digitsEnd(bytes, seconds + 1, end)
  return fractionEnd === seconds + 1 ? -1 : fractionEnd
}

/** The end of `Mmm dd hh:mm:ss`, with an optional year before the time and an optional fraction after it, or -1. */
export function dateStampEnd(bytes: Uint8Array, start: number, end: number): number {
  if (!isName(bytes, start, end) || bytes[start + 3] !== SPACE) return -1
  let at = start + 4
  if (bytes[at] === SPACE) at++
  const day = digitsEnd(bytes, at, end)
  if (day === at || day > at + 2 || bytes[day] !== SPACE) return -1
  const time = timeEnd(bytes, day + 1, end, DOT)
  if (time >= 0) return time
  const year = digitsEnd(bytes, day + 1, end)
  return year === day + 5 && bytes[year] === SPACE ? timeEnd(bytes, year + 1, end, DOT) : -1
}

/**
 * The end of a stamp that begins with the day of the week, or -1: `Tue Nov 14 22:13:20 2023` (OpenWrt's logread) or
 * `Tue 2023-11-14 22:13:20.123456 UTC` (journalctl).
 */
export function weekdayStampEnd(bytes: Uint8Array, at: number, end: number): number {
  if (!isName(bytes, at, end) || bytes[at + 3] !== SPACE) return -1
  if (isDigit(bytes[at + 4])) {
    const time = isoStampEnd(bytes, at + 4, end, ' ', DOT)
    if (time < 0 || bytes[time] !== SPACE) return -1
    const zone = wordEnd(bytes, time + 1, end)
    return zone > time + 1 && zone - time <= 8 ? zone : -1
  }
  const time = dateStampEnd(bytes, at + 4, end)
  if (time < 0 || bytes[time] !== SPACE) return -1
  const year = digitsEnd(bytes, time + 1, end)
  return year === time + 5 ? year : -1
}

/** The end of seconds since 1970 with a fraction, or -1. */
export function unixStampEnd(bytes: Uint8Array, at: number, end: number): number {
  const seconds = digitsEnd(bytes, at, end)
  if (seconds - at < 9 || seconds - at > 11 || bytes[seconds] !== DOT) return -1
  const fraction = digitsEnd(bytes, seconds + 1, end)
  return fraction === seconds + 1 ? -1 : fraction
}

/** Fraction of the stamps of syslog, containers and journalctl. */
export const POINT = DOT
/** Fraction of the stamps of dmesg. */
export const DECIMAL_COMMA = COMMA

function isPair(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at]) && isDigit(bytes[at + 1])
}

/** `Nov`, `Tue`. */
function isName(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at > 3 && isUpper(bytes[at]) && isLower(bytes[at + 1]) && isLower(bytes[at + 2])
}

function zoneEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === ZULU && at < end) return at + 1
  if (at >= end || (bytes[at] !== PLUS && bytes[at] !== DASH)) return at
  const hours = digitsEnd(bytes, at + 1, end)
  if (hours === at + 5) return hours
  if (hours !== at + 3) return -1
  if (bytes[hours] !== COLON) return hours
  const minutes = digitsEnd(bytes, hours + 1, end)
  return minutes === hours + 3 ? minutes : -1
}
