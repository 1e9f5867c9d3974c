/** The id of an event, without its node. */

/** An event's id, without its node. Seconds 0 mean that the record carries no time. */
export interface Stamp {
  readonly seconds: number
  readonly milliseconds: number
  readonly serial: number
}

/** Milliseconds since 1970. */
export function stampTime({ seconds, milliseconds }: Stamp): number {
  return seconds * 1000 + milliseconds
}

/** An event id as the log writes it. */
export function stampText(stamp: Stamp): string {
  return `${stamp.seconds}.${String(stamp.milliseconds).padStart(3, '0')}:${stamp.serial}`
}
