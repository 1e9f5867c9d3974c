/** The fixed English time text of C's ctime(): `Wed Nov 27 15:04:13 2019`. */
import type { CivilTime } from './civil.ts'
import { localTime } from './local-time.ts'
import type { TimeZone } from './zone.ts'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
/** C's asctime() refuses a year that does not fit a 32-bit int, although localtime() still converts it. */
const LAST_YEAR = 0x7fffffff

/** Two digits, zero-padded: `7` → `07`. */
export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`
}

/** `%T`: `15:04:13`. */
export function formatTime(civil: CivilTime): string {
  return `${twoDigits(civil.hour)}:${twoDigits(civil.minute)}:${twoDigits(civil.second)}`
}

/**
 * The local time as ctime() writes it, without its newline: English names in every locale, the year unpadded.
 * Undefined where C gives NULL, which the default output prints as `(null)` (spec 02 §4).
 */
export function formatCtime(seconds: number | bigint, zone: TimeZone): string | undefined {
  const civil = localTime(seconds, zone)
  if (civil === undefined || civil.year > LAST_YEAR) return undefined
  const day = civil.day < 10 ? ` ${civil.day}` : `${civil.day}`
  return `${WEEKDAYS[civil.weekday]} ${MONTHS[civil.month - 1]} ${day} ${formatTime(civil)} ${civil.year}`
}
