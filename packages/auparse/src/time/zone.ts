/** Time zones as explicit values: how far local time is from UTC at an instant, and whether it is daylight time. */
import { CYCLE_SECONDS, civilFromSeconds } from './civil.ts'

/** A time zone. Make one per run: it remembers the hour it was last asked about. */
export interface TimeZone {
  /** IANA name where it is known, else `local`. */
  readonly name: string
  /** Seconds east of UTC at an instant in seconds since 1970. */
  offsetAt(seconds: number): number
  /** What C calls `tm_isdst`: true when daylight time is in force. */
  isDaylight(seconds: number): boolean
}

/** Beyond this, the rules of the last 400 years of the range are repeated (the calendar's own period). */
const FAR = 4_102_444_800 + CYCLE_SECONDS
/** Below this no zone has rules; it also keeps Date away from years that it takes for 19xx. */
const LONG_AGO = -50_000_000_000
const HOUR = 3600

/**
 * Zones whose tzdata counts *winter* as the deviation from standard time. ICU does not say so, C does
 * (tzdata's files europe and africa, "negative DST").
 */
const NEGATIVE_DAYLIGHT: ReadonlySet<string> = new Set([
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'Eire',
  'Europe/Dublin',
])

/** The zone of the environment, as JavaScript's Date sees it (Node follows the `TZ` variable). */
export function systemZone(): TimeZone {
  const longName = longNameReader(undefined)
  return makeZone(longName.zone, dateOffset, longName.read)
}

/**
 * A zone by its IANA name, such as `Europe/Berlin`.
 * @throws RangeError when the JavaScript engine does not know the name.
 */
export function namedZone(name: string): TimeZone {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return makeZone(name, (seconds) => intlOffset(clock, seconds), longNameReader(name).read)
}

/** A zone with one offset for ever, in seconds east of UTC. */
export function fixedZone(offsetSeconds: number, name = 'fixed'): TimeZone {
  return { name, offsetAt: () => offsetSeconds, isDaylight: () => false }
}

/** Coordinated universal time. */
export const UTC: TimeZone = fixedZone(0, 'UTC')

/** Builds a zone from a slow offset lookup; the last hour asked about is remembered, which makes logs cheap. */
function makeZone(
  name: string,
  lookUp: (seconds: number) => number,
  longName: (seconds: number) => string,
): TimeZone {
  let hourStart = Number.NaN
  let hourOffset = 0
  const offsetAt = (seconds: number): number => {
    const at = inRange(seconds)
    if (at >= hourStart && at < hourStart + HOUR) return hourOffset
    const start = Math.floor(at / HOUR) * HOUR
    const offset = lookUp(start)
    if (lookUp(start + HOUR) !== offset) return lookUp(at)
    hourStart = start
    hourOffset = offset
    return offset
  }
  return { name, offsetAt, isDaylight: (seconds) => isDaylight(name, inRange(seconds), lookUp, longName) }
}

/** Moves an instant outside the range JavaScript's zones cover to one that has the same rules. */
function inRange(seconds: number): number {
  if (seconds < LONG_AGO) return LONG_AGO
  if (seconds < FAR) return seconds
  return ((seconds - FAR) % CYCLE_SECONDS) + FAR - CYCLE_SECONDS
}

function dateOffset(seconds: number): number {
  const date = new Date(seconds * 1000)
  const local = Date.UTC(
    date.getFullYear(),
    date.getMonth(),
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
  )
  return local / 1000 - seconds
}

function intlOffset(clock: Intl.DateTimeFormat, seconds: number): number {
  const parts = new Map(clock.formatToParts(seconds * 1000).map((part) => [part.type, Number(part.value)]))
  const read = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  )
  return local / 1000 - seconds
}

function longNameReader(zone: string | undefined): { zone: string; read: (seconds: number) => string } {
  const names = new Intl.DateTimeFormat('en-US', {
    timeZoneName: 'long',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  const read = (seconds: number): string =>
    names.formatToParts(seconds * 1000).find((part) => part.type === 'timeZoneName')?.value ?? ''
  // Node gives no name for a TZ such as `XYZ-2`, although it computes with it.
  return { zone: names.resolvedOptions().timeZone ?? 'local', read }
}

/**
 * Whether daylight time is in force. JavaScript has no `tm_isdst`; ICU's long names tell ("Eastern Daylight Time"),
 * and where a zone has none ("GMT+3") the larger of the year's two offsets is daylight time.
 */
function isDaylight(
  name: string,
  seconds: number,
  lookUp: (seconds: number) => number,
  longName: (seconds: number) => string,
): boolean {
  const { year } = civilFromSeconds(seconds, 0)
  const offset = lookUp(seconds)
  const january = lookUp(Date.UTC(year, 0, 1) / 1000)
  const july = lookUp(Date.UTC(year, 6, 1) / 1000)
  if (NEGATIVE_DAYLIGHT.has(name)) return offset < Math.max(january, july)
  const long = longName(seconds)
  if (/Daylight|Summer/.test(long)) return true
  if (!long.startsWith('GMT')) return false
  return january !== july && offset > Math.min(january, july)
}
