/** Separates records that share one line, as happens when the end of a file is cut off while it is being written. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { copyBytes, eventOfLine, latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'
import { joinedAt } from './line-shape.ts'

/** A BPF record is short, and most records are shorter than this: only others are looked into. */
const LONG_BPF = 160
const LONG = 420
const LONG_CALL = 760
/** The reader's default, which bounds the seconds of a stamp. */
const TIMEOUT = 2
/** Records that wait for the rest of their event. */
const MOST_WAITING = 64

/** What a record of the next event waits for. */
interface Waiting {
  readonly event: LogEvent
}

/** Gives on events with their own records alone, and the others as part of theirs. */
export class JoinedRecords {
  readonly #give: (event: LogEvent) => boolean
  #waiting: Waiting[] = []

  constructor(give: (event: LogEvent) => boolean) {
    this.#give = give
  }

  /** Takes an event; nothing is done to one whose records are as long as they should be. */
  take(event: LogEvent): boolean {
    const { records } = event
    let hasLong = false
    for (let at = 0; at < records.length; at++) if (mayBeJoined(records[at] as LogRecord)) hasLong = true
    if (!hasLong && this.#waiting.length === 0) return this.#give(event)
    return this.#takeSlowly(event, hasLong)
  }

  /** The end of the log: what waits is given as it is. */
  end(): void {
    for (const { event } of this.#waiting.splice(0)) this.#give(event)
  }

  #takeSlowly(given: LogEvent, hasLong: boolean): boolean {
    const event = hasLong ? this.#part(given) : given
    const own: LogRecord[] = []
    const waiting: Waiting[] = []
    for (const one of this.#waiting) {
      if (isSame(one.event, event)) own.push(...one.event.records)
      else if (isBefore(one.event, event) || this.#waiting.length > MOST_WAITING) this.#give(one.event)
      else waiting.push(one)
    }
    this.#waiting = waiting
    return this.#give(own.length === 0 ? event : { ...event, records: [...own, ...event.records] })
  }

  /** The event with its own records; those of others wait. */
  #part(event: LogEvent): LogEvent {
    const records = event.records.flatMap((record): LogRecord[] => {
      const cuts = mayBeJoined(record) ? joinedAt(latin1(record.bytes, record.start, record.end)) : []
      const [first] = cuts
      if (first === undefined) return [record]
      const others = eventsOf(copyBytes(record.bytes, record.start + first, record.end))
      const end = record.start + first
      const mine = { ...record, end, textEnd: Math.min(record.textEnd, end) }
      const same = others.filter((other) => isSame(other, event)).flatMap((other) => other.records)
      for (const other of others) if (!isSame(other, event)) this.#waiting.push({ event: other })
      return [mine, ...same]
    })
    return { ...event, records }
  }
}

/** Joined records are longer than one, or end as another type does: nothing else is looked into. */
function mayBeJoined({ type, start, end, bytes }: LogRecord): boolean {
  const length = end - start
  if (type === RecordType.BPF) return length > LONG_BPF
  if (length > (type === RecordType.SYSCALL ? LONG_CALL : LONG)) return true
  // `op=LOAD` and `op=UNLOAD` end a BPF record alone.
  return bytes[end - 1] === 0x44 && bytes[end - 2] === 0x41 && bytes[end - 3] === 0x4f
}

/** The events of a line that is one, or several. */
function eventsOf(line: Uint8Array): LogEvent[] {
  const events: LogEvent[] = []
  let from = 0
  for (const cut of [...joinedAt(latin1(line, 0, line.length)), line.length]) {
    const event = eventOfLine(line.subarray(from, cut), TIMEOUT)
    from = cut
    if (event === undefined || event.type === RecordType.EOE) continue
    const known = events.findIndex((other) => isSame(other, event))
    const begun = events[known]
    if (begun === undefined) events.push(event)
    else events[known] = { ...begun, records: [...begun.records, ...event.records] }
  }
  return events
}

function isSame(one: LogEvent, other: LogEvent): boolean {
  return (
    one.serial === other.serial &&
    one.seconds === other.seconds &&
    one.milliseconds === other.milliseconds &&
    one.node === other.node
  )
}

/** Whether an event would have come already: another of its node with a later number has. */
function isBefore(one: LogEvent, other: LogEvent): boolean {
  return one.node === other.node && one.serial < other.serial && one.seconds <= other.seconds
}
