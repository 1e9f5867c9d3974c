/** The date and time that interpreted output shows. */
import { formatTime } from './ctime.ts'
import { formatDate } from './date.ts'
import { localTime } from './local-time.ts'
import { C_LOCALE, type TimeLocale } from './locale.ts'
import type { TimeZone } from './zone.ts'

/**
 * How seconds since 1970-01-01 UTC read as a date and a time of day (`%x %T` of strftime), for `formatTime` of an
 * interpretation's context. The text is undefined where a year would not fit 32 bits.
 */
export function dateTimeFormat(
  zone: TimeZone,
  locale: TimeLocale = C_LOCALE,
): (seconds: number | bigint) => string | undefined {
  return (seconds) => {
    const civil = localTime(seconds, zone)
    return civil === undefined ? undefined : `${formatDate(civil, locale)} ${formatTime(civil)}`
  }
}
