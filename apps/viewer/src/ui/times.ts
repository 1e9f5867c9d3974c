/** Times as the page shows them. */
import type { Clock } from '../protocol.ts'

const DAY = 86_400
/** Beyond this no Date can be made. */
const MOST_SECONDS = 8.64e12

/** `2023-11-14 22:13:20.123`, in the zone that was chosen; a time that no clock shows is its number. */
export function timeText(seconds: number, clock: Clock): string {
  if (!(Math.abs(seconds) < MOST_SECONDS)) return `@${seconds}`
  const shift = clock === 'utc' ? 0 : new Date(seconds * 1000).getTimezoneOffset() * 60
  const date = new Date(Math.round((seconds - shift) * 1000))
  if (Number.isNaN(date.getTime())) return `@${seconds}`
  return date.toISOString().replace('T', ' ').replace('Z', '')
}

/** A number of seconds in words: `2 days`, `5 min`. */
export function spanText(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 2 * DAY ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / DAY)} days`
}

/** Made once: making one takes longer than a thousand uses of it. */
const counts = new Intl.NumberFormat('en-US')

/** `1,234`. */
export function countText(count: number): string {
  return counts.format(count)
}

/** `12.3 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
