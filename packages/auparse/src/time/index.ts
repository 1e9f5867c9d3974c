/** Time as audit tools print and read it: zones, wall clocks, locales. */
export { type CivilTime, type ClockReading, secondsFromCivil } from './civil.ts'
export { formatCtime, formatTime } from './ctime.ts'
export { formatDate } from './date.ts'
export { localTime } from './local-time.ts'
export { C_LOCALE, type LocaleVariables, localeId, type TimeLocale, timeLocale } from './locale.ts'
export { localToEpoch } from './mktime.ts'
export { fixedZone, namedZone, systemZone, type TimeZone, UTC } from './zone.ts'
