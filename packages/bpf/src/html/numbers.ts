/** Numbers and times as the page shows them. */

/** The largest time that a JavaScript date can hold (ECMA-262 21.4.1.1). */
const LAST_MILLISECOND = 8.64e15

const UNKNOWN = '–'

/** A point in time in UTC, to the millisecond; a dash when unknown. */
export function showTime(milliseconds: number | undefined): string {
  if (milliseconds === undefined || Math.abs(milliseconds) > LAST_MILLISECOND) return UNKNOWN
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')
}

/** The same with its zone, as the page shows it: `2026-11-22 09:13:07.768Z`. */
export function showPageTime(milliseconds: number | undefined): string {
  const time = showTime(milliseconds)
  return time === UNKNOWN ? time : `${time}Z`
}

const UNITS: readonly (readonly [unit: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
]

/** A duration in its largest fitting unit; a dash when unknown. */
export function showDuration(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '–'
  for (const [unit, size] of UNITS) {
    if (milliseconds >= size) return `${Number((milliseconds / size).toPrecision(3))} ${unit}`
  }
  return `${milliseconds} ms`
}

/** A share of 0 to 1 in percent; a dash when unknown. */
export function showShare(share: number | undefined): string {
  return share === undefined ? '–' : `${Number((share * 100).toFixed(1))} %`
}
