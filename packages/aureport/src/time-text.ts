/** Times of the log with their milliseconds, as the range lines show them. */

/** `11/14/23 22:13:27.737`; `?.737` for a time that cannot be converted. */
export function timeText(
  time: {
    readonly seconds: number
    readonly milliseconds: number
    readonly exact?: { readonly seconds: bigint } | undefined
  },
  formatTime: (seconds: number | bigint) => string | undefined,
): string {
  const second = formatTime(time.exact?.seconds ?? time.seconds) ?? '?'
  return `${second}.${String(time.milliseconds).padStart(3, '0')}`
}
