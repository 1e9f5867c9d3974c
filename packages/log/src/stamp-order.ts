/** Which of two event ids comes first: by seconds, milliseconds, serial; the node plays no part (spec 01 §4.1). */
import type { EventId } from './event.ts'

/** Negative when `a` comes first, positive when `b` does, 0 for equal stamps. */
export function compareStamps(a: EventId, b: EventId): number {
  if (a.exact !== undefined || b.exact !== undefined) return compareExact(a, b)
  return a.seconds - b.seconds || a.milliseconds - b.milliseconds || a.serial - b.serial
}

/** The serial number in decimal digits, exact for any value. */
export function serialText(event: EventId): string {
  return event.exact === undefined ? String(event.serial) : String(event.exact.serial)
}

/** The seconds in decimal digits, exact for any value. */
export function secondsText(event: EventId): string {
  return event.exact === undefined ? String(event.seconds) : String(event.exact.seconds)
}

function compareExact(a: EventId, b: EventId): number {
  const seconds = order(exactSeconds(a), exactSeconds(b))
  if (seconds !== 0) return seconds
  return a.milliseconds - b.milliseconds || order(exactSerial(a), exactSerial(b))
}

function exactSeconds(event: EventId): bigint {
  return event.exact?.seconds ?? BigInt(event.seconds)
}

function exactSerial(event: EventId): bigint {
  return event.exact?.serial ?? BigInt(event.serial)
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
