/** Puts together what a log has twice: the same log given twice, or two logs that share records. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'

/** Places, each event once. */
export interface Once {
  readonly places: readonly number[]
  /** How many events were there before, with all that they say. */
  readonly repeats: number
}

/**
 * The places without those of events that were there before. An event of several parts is put into `merged`, at the place
 * of its first part, with each record once: records that differ only in their enrichment are the same.
 */
export function withoutRepeats(
  events: readonly LogEvent[],
  places: readonly number[],
  merged: Map<number, LogEvent>,
): Once {
  const bySerial = new Map<number, number[]>()
  const kept: number[] = []
  let repeats = 0
  for (const place of places) {
    const event = events[place] as LogEvent
    const known = bySerial.get(event.serial)
    const first = known?.find((other) => isSame(events[other] as LogEvent, event))
    if (first !== undefined) {
      const known = merged.get(first) ?? (events[first] as LogEvent)
      const whole = together(known, event)
      // A part that adds a record was only torn off: a log that goes back in time is read so.
      if (whole.records.length === known.records.length) repeats++
      merged.set(first, whole)
      continue
    }
    if (known === undefined) bySerial.set(event.serial, [place])
    else known.push(place)
    kept.push(place)
  }
  return { places: kept, repeats }
}

/**
 * An event with each record once. While an event is in flight, what comes a second time is added to it; of one of many
 * records it is known by those that an event has only once.
 */
export function withoutDoubles(event: LogEvent): LogEvent {
  const { records } = event
  if (records.length < 2) return event
  let calls = 0
  let programs = 0
  for (const { type } of records) {
    if (type === RecordType.SYSCALL) calls++
    else if (type === RecordType.BPF) programs++
  }
  if (calls < 2 && programs < 2) return event
  const once = together(event, { ...event, records: [] })
  return once.records.length === records.length ? event : once
}

/** Records without a time cannot be told apart by their ids. */
function isSame(one: LogEvent, other: LogEvent): boolean {
  return one.seconds !== 0 && one.seconds === other.seconds && one.milliseconds === other.milliseconds
}

function together(event: LogEvent, part: LogEvent): LogEvent {
  const texts = new Map<string, number>()
  const records: LogRecord[] = []
  for (const record of [...event.records, ...part.records]) {
    const text = `${record.type} ${bodyOf(record)}`
    const at = texts.get(text)
    if (at === undefined) texts.set(text, records.push(record) - 1)
    else if (isEnriched(record) && !isEnriched(records[at] as LogRecord)) records[at] = record
  }
  return { ...event, records }
}

function bodyOf({ bytes, start, body, textEnd }: LogRecord): string {
  const text = latin1(bytes, body < 0 ? start : body, textEnd)
  return (body < 0 ? text.slice(text.indexOf('):') + 1) : text).trimEnd()
}

function isEnriched({ textEnd, end }: LogRecord): boolean {
  return textEnd !== end
}
