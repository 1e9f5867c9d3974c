/** What the times of a view are: local, as in the other reports. */
import type { Session } from '../../run/session.ts'

/** One sentence; `latest` in milliseconds since 1970 is the time that the offset is told of, default now. */
export function zoneNote(latest: number | undefined, { zone }: Pick<Session, 'zone'>): string {
  const minutes = Math.round(zone.offsetAt(Math.floor((latest ?? Date.now()) / 1000)) / 60)
  const twoDigits = (number: number): string => String(number).padStart(2, '0')
  const away = Math.abs(minutes)
  const offset = `UTC${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(away / 60))}:${twoDigits(away % 60)}`
  return `Times are local: ${offset} at the end of the log.`
}
