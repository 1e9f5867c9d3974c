/** The local time of an event, cut into the texts that csv and text print (spec 02 §7.3, §8.1). */
import { formatDate, formatTime, localTime, type TimeLocale, type TimeZone } from '@ts-audit/auparse/time'

/** Texts of one second in local time; all empty when it cannot be converted. */
export interface EventTime {
  /** `%x`, as the locale writes dates. */
  readonly date: string
  /** `%T`: `23:31:30`. */
  readonly time: string
  readonly year: string
  readonly month: string
  readonly day: string
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: string
  /** Padded to two columns with a blank. */
  readonly hour: string
  /** `+05:00`: sign, hours and, after the colon, the seconds left over from the offset [quirk]. */
  readonly offset: string
}

const unconvertible: EventTime = {
  date: '',
  time: '',
  year: '',
  month: '',
  day: '',
  weekday: '',
  hour: '',
  offset: '',
}

/** Gives the times of events; for consecutive events of the same second the time is converted once. */
export function createEventClock(
  zone: TimeZone,
  locale: TimeLocale,
): (seconds: number | bigint) => EventTime {
  let lastSeconds: number | bigint | undefined
  let lastTime = unconvertible
  return (seconds) => {
    if (seconds !== lastSeconds) {
      lastTime = describe(seconds, zone, locale)
      lastSeconds = seconds
    }
    return lastTime
  }
}

function describe(seconds: number | bigint, zone: TimeZone, locale: TimeLocale): EventTime {
  const civil = localTime(seconds, zone)
  if (civil === undefined) return unconvertible
  return {
    date: formatDate(civil, locale),
    time: formatTime(civil),
    year: `${civil.year}`,
    month: twoDigits(civil.month),
    day: twoDigits(civil.day),
    weekday: `${civil.weekday === 0 ? 7 : civil.weekday}`,
    hour: `${civil.hour}`.padStart(2),
    offset: offsetText(civil.offsetSeconds),
  }
}

function offsetText(offsetSeconds: number): string {
  const distance = Math.abs(offsetSeconds)
  const hours = Math.floor(distance / 3600)
  return `${offsetSeconds < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits((distance - hours * 3600) % 60)}`
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, '0')
}
