/** Seconds since 1970 → local wall clock, as C's localtime() does it, over the whole range of 64-bit seconds. */
import { type CivilTime, CYCLE_SECONDS, CYCLE_YEARS, civilFromSeconds } from './civil.ts'
import type { TimeZone } from './zone.ts'

/** Up to here (year 2370) plain arithmetic on numbers is exact and inside what a zone covers. */
const NEAR = CYCLE_SECONDS
/** C keeps years since 1900 in a 32-bit int. */
const LAST_YEAR = 0x7fffffff + 1900
const FIRST_YEAR = -0x80000000 + 1900

/**
 * What a wall clock in `zone` shows at `seconds` since 1970; undefined when the year does not fit C's `struct tm`
 * (spec 02 §4). Give a bigint beyond 2^53 − 1.
 */
export function localTime(seconds: number | bigint, zone: TimeZone): CivilTime | undefined {
  if (typeof seconds === 'number' && seconds >= 0 && seconds < NEAR) {
    const offset = zone.offsetAt(seconds)
    return civilFromSeconds(seconds + offset, offset)
  }
  return farLocalTime(BigInt(seconds), zone)
}

/** Whole 400-year cycles are taken off first, so that the rest is small enough to be exact. */
function farLocalTime(seconds: bigint, zone: TimeZone): CivilTime | undefined {
  const cycle = BigInt(CYCLE_SECONDS)
  const rest = ((seconds % cycle) + cycle) % cycle
  const cycles = Number((seconds - rest) / cycle)
  // After the present cycle the zone's last rules hold for ever; before 1970 its first rules soon do.
  const offset = zone.offsetAt(cycles === 0 ? Number(rest) : Number(rest) + Math.sign(cycles) * CYCLE_SECONDS)
  const civil = civilFromSeconds(Number(rest) + offset, offset)
  const year = civil.year + cycles * CYCLE_YEARS
  return year < FIRST_YEAR || year > LAST_YEAR ? undefined : { ...civil, year }
}
