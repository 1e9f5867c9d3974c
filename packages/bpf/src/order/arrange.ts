/** Finds the order in which the events of a log happened, where they were given in another one. */
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'
import { splitHosts } from './hosts.ts'
import { withoutRepeats } from './repeats.ts'

/** Milliseconds; events in flight are this far out of order at most. */
export const FAR_BACK = 2_000
/** A boot tells that it is one by one of its first events. */
const BOOT_BEGINS = 8

/** What was done to put a log in order. */
export interface Arrangement {
  /** Places of the events in the order in which they happened. */
  readonly order: readonly number[]
  /** Events by their place that are put together from several, without the records they shared. */
  readonly merged: ReadonlyMap<number, LogEvent>
  /** The host of an event by its place, where the records of several came together without a name. */
  readonly hosts: ReadonlyMap<number, string>
  /** How often the log went back in time, beyond what events in flight explain. */
  readonly blocks: number
  /** Events that were there before. */
  readonly repeats: number
  readonly hostCount: number
}

/** The right order of some events; undefined where it is the one they have. */
export function arrange(events: readonly LogEvent[]): Arrangement | undefined {
  const nodes = byNode(events)
  const order: number[] = []
  const merged = new Map<number, LogEvent>()
  const hosts = new Map<number, string>()
  let blocks = 0
  let repeats = 0
  let hostCount = 0
  let isChanged = false
  for (const places of nodes.values()) {
    const sorted = inTime(events, places)
    blocks += sorted.blocks
    isChanged ||= sorted.places !== places
    const once = withoutRepeats(events, sorted.places, merged)
    repeats += once.repeats
    for (const place of once.places) order.push(place)
    const found = splitHosts(events, once.places)
    if (found === undefined) continue
    hostCount += found.count
    for (const [place, host] of found.hostOf) hosts.set(place, host)
  }
  if (!isChanged && merged.size === 0 && hostCount === 0) return undefined
  return { order, merged, hosts, blocks, repeats, hostCount }
}

function byNode(events: readonly LogEvent[]): Map<string | undefined, number[]> {
  const nodes = new Map<string | undefined, number[]>()
  for (const [place, { node }] of events.entries()) {
    const places = nodes.get(node)
    if (places === undefined) nodes.set(node, [place])
    else places.push(place)
  }
  return nodes
}

interface Sorted {
  readonly places: readonly number[]
  readonly blocks: number
}

/**
 * A log goes back in time where files are in the wrong order, and where a clock was set back. In the second case serial
 * numbers go on, or a boot has begun. So parts are put elsewhere where that makes serial numbers fall, and time go back, less
 * often: whole ones one after another, or, where two tell of the same time, merged; or every event by its serial number,
 * where a clock was set back in a log that is itself out of order.
 */
function inTime(events: readonly LogEvent[], places: readonly number[]): Sorted {
  const starts = blockStarts(events, places)
  if (starts.length === 0) return { places, blocks: 0 }
  const blocks = [0, ...starts].map((start, at) => new Block(events, places.slice(start, starts[at])))
  const isClock = starts.every((start) => beginsBoot(events, places, start))
  const inOrder = blocks.sort((a, b) => a.from - b.from)
  const oneAfterAnother = inOrder.flatMap((block) => block.places)
  const numbered = bySerial(events, places)
  const jumps = jumpsIn(events, places)
  const candidates = [
    merge(events, inOrder),
    oneAfterAnother,
    // A clock that was set goes back however events are put.
    ...(jumpsIn(events, numbered) < jumps ? [numbered] : []),
    // Lines that were shuffled, or sorted by their text, have no parts.
    ...(jumps > FEW
      ? [
          merge(
            events,
            places.map((place) => new Block(events, [place])),
          ),
        ]
      : []),
  ]
  let best = places
  let least = steps(events, places) + (isClock ? 0 : 0.5)
  for (const candidate of candidates) {
    const count = steps(events, candidate)
    if (count >= least) continue
    best = candidate
    least = count
  }
  if (best === places) return { places, blocks: 0 }
  return { places: best, blocks: starts.filter((start) => goesFarBack(events, places, start)).length }
}

/** A part of a log within which it does not go back in time. */
class Block {
  readonly places: readonly number[]
  /** When its first event was. */
  readonly from: number

  constructor(events: readonly LogEvent[], places: readonly number[]) {
    this.places = places
    const first = events[places[0] ?? -1]
    this.from = first === undefined ? 0 : timeOf(first)
  }
}

/** The events of parts that overlap, each part in its own order even where its clock was set back. */
function merge(events: readonly LogEvent[], blocks: readonly Block[]): number[] {
  const times = new Map<number, number>()
  for (const block of blocks) {
    let time = 0
    for (const place of block.places) {
      time = Math.max(time, timeOf(events[place] as LogEvent))
      times.set(place, time)
    }
  }
  const serialOf = (place: number): number => {
    const event = events[place] as LogEvent
    return isDaemonType(event.type) ? 0 : event.serial
  }
  const all = blocks.flatMap((block) => block.places)
  return all.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0) || serialOf(a) - serialOf(b))
}

/** Records of one moment can be out of order in any log. */
function goesFarBack(events: readonly LogEvent[], places: readonly number[], start: number): boolean {
  const event = events[places[start] ?? -1]
  const before = events[places[start - 1] ?? -1]
  return event !== undefined && before !== undefined && timeOf(event) + FAR_BACK < timeOf(before)
}

/**
 * By time and serial number; or by time alone, where serial numbers leap: that is the last event of a boot after the first
 * of the next. Where they go on, a clock was set.
 */
function isBefore(event: LogEvent, last: LogEvent): boolean {
  const time = timeOf(event)
  if (time >= timeOf(last)) return false
  return event.serial <= last.serial || (time + FAR_BACK < timeOf(last) && leaps(event, last))
}

/** Where the log goes back. Records without a time, and those that auditd numbers, say nothing. */
function blockStarts(events: readonly LogEvent[], places: readonly number[]): number[] {
  const starts: number[] = []
  let last: LogEvent | undefined
  for (const [at, place] of places.entries()) {
    const event = events[place] as LogEvent
    if (!isCounted(event)) continue
    if (last !== undefined && isBefore(event, last)) starts.push(at)
    last = event
  }
  return starts
}

/** All events by their serial numbers; what has none of the kernel's stays with the event before it. */
function bySerial(events: readonly LogEvent[], places: readonly number[]): number[] {
  const keys = new Map<number, number>()
  let latest = 0
  for (const place of places) {
    const event = events[place] as LogEvent
    if (isCounted(event)) latest = event.serial
    keys.set(place, latest)
  }
  return [...places].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
}

/** More jumps than files have, or clocks make. */
const FEW = 20
/** Serial numbers go on from one event to the next by less than this, unless records are missing. */
const LARGEST_STEP = 64

function leaps({ serial }: LogEvent, last: LogEvent): boolean {
  return serial - last.serial > LARGEST_STEP
}

/** How often time goes far back. */
function jumpsIn(events: readonly LogEvent[], places: readonly number[]): number {
  let count = 0
  let last: LogEvent | undefined
  for (const place of places) {
    const event = events[place] as LogEvent
    if (!isCounted(event)) continue
    if (last !== undefined && timeOf(event) + FAR_BACK < timeOf(last)) count++
    last = event
  }
  return count
}

/**
 * How often serial numbers fall or time goes far back, an event that is there twice aside. Where serial numbers go on
 * while time goes back a clock may have been set: that speaks less against an order than any fall.
 */
function steps(events: readonly LogEvent[], places: readonly number[]): number {
  let count = 0
  let last: LogEvent | undefined
  for (const place of withoutRepeats(events, places, new Map()).places) {
    const event = events[place] as LogEvent
    if (!isCounted(event)) continue
    if (last !== undefined) {
      const gap = event.serial - last.serial
      if (gap < 0) count++
      if (timeOf(event) + FAR_BACK < timeOf(last)) count += gap > 0 && !leaps(event, last) ? 0.4 : 1.2
    }
    last = event
  }
  return count
}

function beginsBoot(events: readonly LogEvent[], places: readonly number[], start: number): boolean {
  for (const place of places.slice(start, start + BOOT_BEGINS)) {
    const { type } = events[place] as LogEvent
    if (type === RecordType.KERNEL || type === RecordType.SYSTEM_BOOT || type === RecordType.DAEMON_START)
      return true
  }
  return false
}

/** Whether its stamp is the kernel's. */
function isCounted({ seconds, type }: LogEvent): boolean {
  return seconds !== 0 && !isDaemonType(type)
}

function timeOf({ seconds, milliseconds }: LogEvent): number {
  return seconds * 1000 + milliseconds
}
