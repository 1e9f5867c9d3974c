/** What time arguments are relative to: an explicit clock, zone and locale. */
import type { TimeLocale, TimeZone } from '@ts-audit/auparse/time'

/** The surroundings a time argument is read in. */
export interface TimeContext {
  /** Seconds since 1970, whole. */
  readonly now: number
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** Seconds since boot, or why they are not known (the system's error text). */
  readonly uptime: () => number | { readonly reason: string }
}

/** Which end of the time window an argument sets; it appears in the messages. */
export type TimeSide = 'start' | 'end'

/** What a time argument means. Error lines are complete messages without their newlines. */
export type TimeArgument =
  | { readonly kind: 'instant'; readonly seconds: number }
  | { readonly kind: 'checkpoint' }
  | { readonly kind: 'error'; readonly lines: readonly string[] }
