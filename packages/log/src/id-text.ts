/** The numbers of an event id in decimal digits, exact for any value. */
import type { EventId } from './event.ts'

/** The serial number in decimal digits, exact for any value. */
export function serialText(event: EventId): string {
  return event.exact === undefined ? String(event.serial) : String(event.exact.serial)
}

/** The seconds in decimal digits, exact for any value. */
export function secondsText(event: EventId): string {
  return event.exact === undefined ? String(event.seconds) : String(event.exact.seconds)
}
