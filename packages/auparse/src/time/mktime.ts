/** Local wall clock → seconds since 1970 with an explicit daylight flag, as C's mktime() does it (spec 01 §7.5). */
import { type ClockReading, DAY_SECONDS, secondsFromCivil } from './civil.ts'
import type { TimeZone } from './zone.ts'

/** How far (exclusive), and in what steps, glibc looks for a time with the wanted flag, in seconds. */
const STEP = 601_200
const REACH = 229_222_804
/** By how much daylight time is assumed to differ where none is found. */
const DAYLIGHT_SECONDS = 3600

/**
 * The instant at which a clock in `zone` shows `clock`, the clock being set to daylight time or not as `daylight`
 * says, even where that does not fit the date: then the answer is off by the difference, as in the reference.
 */
export function localToEpoch(clock: ClockReading, daylight: boolean, zone: TimeZone): number {
  const local = secondsFromCivil(clock)
  const instants = instantsShowing(local, zone)
  for (const instant of instants) if (zone.isDaylight(instant) === daylight) return instant
  const likely = instants[0] ?? local - zone.offsetAt(local)
  const offset = nearestOffset(likely, daylight, zone)
  if (offset !== undefined) return local - offset
  return daylight ? likely - DAYLIGHT_SECONDS : likely + DAYLIGHT_SECONDS
}

/** The instants at which clocks show `local`: one, two where clocks go back, none where they skip it. */
function instantsShowing(local: number, zone: TimeZone): number[] {
  const offsets = new Set([zone.offsetAt(local - DAY_SECONDS), zone.offsetAt(local + DAY_SECONDS)])
  return [...offsets]
    .map((offset) => local - offset)
    .filter((instant) => instant + zone.offsetAt(instant) === local)
}

/** The offset at the time nearest to `instant` that has the wanted flag. */
function nearestOffset(instant: number, daylight: boolean, zone: TimeZone): number | undefined {
  for (let distance = STEP; distance < REACH; distance += STEP) {
    for (const at of [instant - distance, instant + distance]) {
      if (zone.isDaylight(at) === daylight) return zone.offsetAt(at)
    }
  }
  return undefined
}
