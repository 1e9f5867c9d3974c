/** Events asked for by their ids: a serial number, or all of `NODE/SECONDS.MILLISECONDS:SERIAL`. */
import type { LogEvent } from '@ts-audit/log'

/** An event by its id. What is absent is not compared: a serial number alone is given anew in every boot. */
export interface EventIdCriterion {
  /** Latin1. */
  readonly node?: string
  /** Seconds and milliseconds since 1970-01-01 UTC. */
  readonly time?: { readonly seconds: number; readonly milliseconds: number }
  readonly serial: number
}

const LARGEST_SERIAL = 0xffffffff
/** A number of so many digits is exact. */
const ID = /^(?:(\d{1,15})\.(\d{3}):)?(\d{1,10})$/
/** Node names are not longer: 255 bytes, as the kernel's host names. */
const LONGEST = 400

/**
 * Reads a list of ids, separated by commas: `177`, `1795338842.200:177`, `web/1795338842.200:177`, `web/177`.
 *
 * @param list latin1
 * @returns undefined when one of them is no id
 */
export function parseEventIds(list: string): readonly EventIdCriterion[] | undefined {
  const ids: EventIdCriterion[] = []
  for (const item of list.split(',')) {
    const id = parseEventId(item)
    if (id === undefined) return undefined
    ids.push(id)
  }
  return ids
}

function parseEventId(item: string): EventIdCriterion | undefined {
  if (item.length > LONGEST) return undefined
  const slash = item.lastIndexOf('/')
  const [, seconds, milliseconds, digits] = ID.exec(item.slice(slash + 1)) ?? []
  const serial = Number(digits)
  if (digits === undefined || serial > LARGEST_SERIAL || slash === 0) return undefined
  return {
    ...(slash > 0 && { node: item.slice(0, slash) }),
    ...(seconds !== undefined && {
      time: { seconds: Number(seconds), milliseconds: Number(milliseconds) },
    }),
    serial,
  }
}

/** A test whether an event has one of the ids. */
export function eventIdTest(ids: readonly EventIdCriterion[]): (event: LogEvent) => boolean {
  const bySerial = new Map<number, EventIdCriterion[]>()
  for (const id of ids) {
    const same = bySerial.get(id.serial)
    if (same === undefined) bySerial.set(id.serial, [id])
    else same.push(id)
  }
  return (event) =>
    event.exact === undefined && bySerial.get(event.serial)?.some((id) => names(id, event)) === true
}

function names({ node, time }: EventIdCriterion, event: LogEvent): boolean {
  if (node !== undefined && node !== event.node) return false
  return time === undefined || (time.seconds === event.seconds && time.milliseconds === event.milliseconds)
}
