/** A time zone made of spans in which nothing changes, as files and TZ strings of the C library describe one. */
import type { TimeZone } from './zone.ts'

/** From `from` on and before `to`, in seconds since 1970, local time is `offset` seconds east of UTC. */
export interface ZoneSpan {
  readonly from: number
  readonly to: number
  readonly offset: number
  readonly daylight: boolean
}

/** The zone; the span asked about last is remembered, which makes logs cheap. */
export function zoneOfSpans(name: string, spanAt: (seconds: number) => ZoneSpan): TimeZone {
  let last: ZoneSpan = { from: 0, to: 0, offset: 0, daylight: false }
  const at = (seconds: number): ZoneSpan => {
    if (seconds < last.from || seconds >= last.to) last = spanAt(seconds)
    return last
  }
  return {
    name,
    offsetAt: (seconds) => at(seconds).offset,
    isDaylight: (seconds) => at(seconds).daylight,
  }
}
