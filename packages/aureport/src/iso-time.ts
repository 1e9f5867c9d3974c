/** Times for programs. */

/** The largest time a JavaScript date can hold, in milliseconds (ECMA-262 21.4.1.1). */
const LAST_MILLISECOND = 8.64e15

/** `2023-11-14T22:13:20.100Z`, or null for a time no calendar of ISO 8601 holds. */
export function isoTime({
  seconds,
  milliseconds,
}: {
  readonly seconds: number
  readonly milliseconds: number
}): string | null {
  const time = seconds * 1000 + milliseconds
  return Math.abs(time) <= LAST_MILLISECOND ? new Date(time).toISOString() : null
}
