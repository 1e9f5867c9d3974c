/** Calendar arithmetic on seconds: what a wall clock shows, without any time zone (proleptic Gregorian, as in C). */

/** What a wall clock in some zone shows at one instant. */
export interface CivilTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** Day of the month, 1 to 31. */
  readonly day: number
  /** 0 is Sunday. */
  readonly weekday: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Seconds east of UTC. */
  readonly offsetSeconds: number
}

/** A date and time of day as a person writes it; a day beyond the month's end runs into the next month. */
export type ClockReading = Pick<CivilTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>

export const DAY_SECONDS = 86_400
/** The Gregorian calendar repeats after 400 years, weekdays included. */
export const CYCLE_YEARS = 400
export const CYCLE_SECONDS = 146_097 * DAY_SECONDS

/** The wall clock for seconds since 1970 that already include the offset. */
export function civilFromSeconds(localSeconds: number, offsetSeconds: number): CivilTime {
  const days = Math.floor(localSeconds / DAY_SECONDS)
  const rest = localSeconds - days * DAY_SECONDS
  const hour = Math.floor(rest / 3600)
  const minute = Math.floor((rest - hour * 3600) / 60)
  // Counting years from 1 March puts the leap day last, so that month lengths follow one formula.
  const shifted = days + 719_468
  const cycle = Math.floor(shifted / 146_097)
  const dayOfCycle = shifted - cycle * 146_097
  const yearOfCycle = Math.floor(
    (dayOfCycle -
      Math.floor(dayOfCycle / 1460) +
      Math.floor(dayOfCycle / 36_524) -
      Math.floor(dayOfCycle / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return {
    year: yearOfCycle + cycle * CYCLE_YEARS + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    weekday: (((days + 4) % 7) + 7) % 7,
    hour,
    minute,
    second: rest - hour * 3600 - minute * 60,
    offsetSeconds,
  }
}

/** Seconds since 1970 of a clock reading taken as UTC. Day, hour, minute and second may overflow. */
export function secondsFromCivil(clock: ClockReading): number {
  const year = clock.month <= 2 ? clock.year - 1 : clock.year
  const cycle = Math.floor(year / CYCLE_YEARS)
  const yearOfCycle = year - cycle * CYCLE_YEARS
  const marchMonth = clock.month > 2 ? clock.month - 3 : clock.month + 9
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + clock.day - 1
  const dayOfCycle =
    yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear
  const days = cycle * 146_097 + dayOfCycle - 719_468
  return days * DAY_SECONDS + clock.hour * 3600 + clock.minute * 60 + clock.second
}
