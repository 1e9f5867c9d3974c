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
 * Zones whose tzdata counts *winter* as the deviation from standard time, and when, in seconds since 1970. ICU does not
 * say so, C does (tzdata's files europe and africa, "negative DST").
 */
const MOROCCO = { from: 1_540_692_000, to: Number.POSITIVE_INFINITY }
const IRELAND = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
const NEGATIVE_DAYLIGHT: ReadonlyMap<string, { readonly from: number; readonly to: number }> = new Map([
  ['Africa/Casablanca', MOROCCO],
  ['Africa/El_Aaiun', MOROCCO],
  ['Africa/Windhoek', { from: Number.NEGATIVE_INFINITY, to: 1_508_796_000 }],
  ['Eire', IRELAND],
  ['Europe/Dublin', IRELAND],
])

/** What ICU calls a zone; asking for it takes tens of milliseconds, so this is put off until it is needed. */
interface ZoneNames {
  readonly zone: string
  /** `Eastern Daylight Time` at an instant. */
  readonly longName: (seconds: number) => string
}

/** The zone of the environment, as JavaScript's Date sees it (Node follows the `TZ` variable). */
export function systemZone(): TimeZone {
  return makeZone(
    dateOffset,
    once(() => zoneNames(undefined)),
  )
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
  return makeZone(
    (seconds) => intlOffset(clock, seconds),
    once(() => zoneNames(name)),
  )
}

/** A zone with one offset for ever, in seconds east of UTC. */
export function fixedZone(offsetSeconds: number, name = 'fixed'): TimeZone {
  return { name, offsetAt: () => offsetSeconds, isDaylight: () => false }
}

/** Coordinated universal time. */
export const UTC: TimeZone = fixedZone(0, 'UTC')

/** Builds a zone from a slow offset lookup; the last hour asked about is remembered, which makes logs cheap. */
function makeZone(lookUp: (seconds: number) => number, names: () => ZoneNames): TimeZone {
  let hourStart = Number.NaN
  let hourOffset = 0
  return {
    get name() {
      return names().zone
    },
    offsetAt(seconds) {
      const at = inRange(seconds)
      if (at >= hourStart && at < hourStart + HOUR) return hourOffset
      const start = Math.floor(at / HOUR) * HOUR
      const offset = lookUp(start)
      if (lookUp(start + HOUR) !== offset) return lookUp(at)
      hourStart = start
      hourOffset = offset
      return offset
    },
    isDaylight: (seconds) => isDaylight(inRange(seconds), lookUp, names),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
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

function zoneNames(zone: string | undefined): ZoneNames {
  const names = new Intl.DateTimeFormat('en-US', {
    timeZoneName: 'long',
    ...(zone === undefined ? {} : { timeZone: zone }),
  })
  const longName = (seconds: number): string =>
    names.formatToParts(seconds * 1000).find((part) => part.type === 'timeZoneName')?.value ?? ''
  // Node gives no name for a TZ such as `XYZ-2`, although it computes with it.
  return { zone: names.resolvedOptions().timeZone ?? 'local', longName }
}

/**
 * Whether daylight time is in force. JavaScript has no `tm_isdst`; ICU's long names tell ("Eastern Daylight Time"),
 * and where a zone has none ("GMT+3") the larger of the year's two offsets is daylight time.
 */
function isDaylight(seconds: number, lookUp: (seconds: number) => number, names: () => ZoneNames): boolean {
  const offsets = offsetsOfYear(seconds, lookUp)
  const offset = lookUp(seconds)
  const least = Math.min(offset, ...offsets)
  const most = Math.max(offset, ...offsets)
  if (least === most) return false
  const { zone, longName } = names()
  const negative = NEGATIVE_DAYLIGHT.get(zone)
  if (negative !== undefined && seconds >= negative.from && seconds < negative.to) return offset < most
  const long = longName(seconds)
  if (/Daylight|Summer/.test(long)) return true
  return long.startsWith('GMT') && offset > least
}

/** The offsets at the beginning of each month of the year around an instant, and at its end. */
function offsetsOfYear(seconds: number, lookUp: (seconds: number) => number): number[] {
  const { year } = civilFromSeconds(seconds, 0)
  return Array.from({ length: 13 }, (_, month) => lookUp(Date.UTC(year, month, 1) / 1000))
}
