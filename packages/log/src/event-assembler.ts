/** Gathers records into events and delivers them in the reference's order (spec 01 §4). */
import * as RecordType from '@ts-audit/tables/record-type'
import { isSingleRecordType } from '@ts-audit/tables/record-types'
import { DeliveryQueue, type InFlightEvent } from './delivery-queue.ts'
import { type EventSink, type LogEvent, movedRecord } from './event.ts'
import type { Header } from './header.ts'
import { NodeNames } from './node-names.ts'
import { hasId, OpenEvents } from './open-events.ts'
import { freshBytes, type LogRecord } from './record.ts'
import { SlotNumbers } from './slot-numbers.ts'

/** When less than one part in this many of a buffer is still needed, that part is copied out of it. */
const SPARSE = 4

/** What the assembler has seen so far. */
export interface EventCounters {
  /** Records that became part of an event. */
  records: number
  /** Events delivered to the sink. */
  events: number
  /** EOE records that belonged to no open event and were dropped. */
  loneEndOfEvents: number
}

/**
 * When an event counts as complete. `ausearch`, the rule of both commands: when an event begins that is younger by the
 * time-out (spec 01 §4.2). `auparse`, the rule of the library: also when a record that is younger by as much joins another
 * event, and when the event gets a record that is usually its last, PROCTITLE or EOE (spec 06 §A4).
 */
export type EventCompletion = 'ausearch' | 'auparse'

/**
 * The table of events in flight. A record joins the open event of the same id; a new event closes those that are
 * `timeout` seconds older than it; closed events leave in order, none before an earlier one that is still open.
 */
export class EventAssembler {
  readonly counters: EventCounters = { records: 0, events: 0, loneEndOfEvents: 0 }
  readonly #timeout: number
  readonly #sink: EventSink
  readonly #completion: EventCompletion
  readonly #queue = new DeliveryQueue()
  readonly #slots = new SlotNumbers()
  readonly #open = new OpenEvents()
  readonly #nodes = new NodeNames()
  /** The event that took the last record: in most logs the next one belongs to it too. */
  #latest: InFlightEvent | undefined
  #stopped = false

  /** @param timeout seconds after which an event counts as complete */
  constructor(timeout: number, sink: EventSink, completion: EventCompletion = 'ausearch') {
    this.#timeout = timeout
    this.#sink = sink
    this.#completion = completion
  }

  /** How many events are in flight. */
  get inFlight(): number {
    return this.#queue.size
  }

  /** Adds one record. Returns false when the sink has said stop. */
  add(
    header: Header,
    bytes: Uint8Array,
    start: number,
    textEnd: number,
    end: number,
    terminated: boolean,
  ): boolean {
    const node = header.nodeStart < 0 ? undefined : this.#nodes.name(bytes, header.nodeStart, header.nodeEnd)
    const { type } = header
    // A byte 0x1D in the header ends the text before the stamp does.
    const body = header.body <= textEnd ? header.body : -1
    const single = isSingleRecordType(type)
    // Nothing is in flight that it could join, close or wait for. Logs of such events take two thirds of the time this way.
    const alone = single && this.#queue.size === 0
    let event = alone ? undefined : this.#latest
    let hash = 0
    if (!alone && (event === undefined || !event.open || !hasId(event, header, node))) {
      hash = this.#open.hash(header, node === undefined ? 0 : this.#nodes.hash)
      event = this.#open.find(header, node, hash)
    }
    if (event !== undefined) {
      event.records.push({ bytes, start, body, textEnd, end, type, terminated })
      this.counters.records++
      this.#latest = event
      if (this.#completion === 'auparse') this.#complete(event, header.seconds, type)
      return !this.#stopped
    }
    if (type === RecordType.EOE) {
      this.counters.loneEndOfEvents++
      return !this.#stopped
    }
    this.counters.records++
    const created: InFlightEvent = {
      node,
      seconds: header.seconds,
      milliseconds: header.milliseconds,
      serial: header.serial,
      exact: header.exact,
      type,
      records: [{ bytes, start, body, textEnd, end, type, terminated }],
      slot: alone ? 0 : this.#slots.take(),
      open: !single,
      hash,
      nextOpen: undefined,
    }
    if (alone) return this.#give(created)
    if (!single) this.#open.add(created)
    this.#queue.add(created)
    this.#latest = created
    this.#queue.closeUntil(header.seconds - this.#timeout, this.#close)
    return this.deliver()
  }

  /** Closes the events that are complete at a time (seconds since 1970-01-01 UTC), and delivers those it can. */
  age(now: number): boolean {
    this.#queue.closeUntil(now - this.#timeout, this.#close)
    return this.deliver()
  }

  /** Closes every open event and delivers all (end of the last input, or the pipe timer). */
  flush(): boolean {
    this.#queue.closeUntil(Number.POSITIVE_INFINITY, this.#close)
    return this.deliver()
  }

  /**
   * With a checkpoint in force: closes only the events that hold a record of a one-record type, delivers until the
   * first open event, and drops the rest, which the next run will read again (spec 01 §4.2 rule 8).
   */
  flushComplete(): boolean {
    for (const event of this.#queue.all()) {
      if (event.open && event.records.some((record) => isSingleRecordType(record.type))) this.#close(event)
    }
    return this.deliver()
  }

  /** The buffers that hold records of events in flight, and how many bytes of each are needed. */
  buffersInFlight(): Map<Uint8Array, number> {
    const needed = new Map<Uint8Array, number>()
    let latest: Uint8Array | undefined
    let bytesNeeded = 0
    const note = (): void => {
      if (latest !== undefined) needed.set(latest, (needed.get(latest) ?? 0) + bytesNeeded)
    }
    for (const event of this.#queue.all()) {
      for (const { bytes, start, end } of event.records) {
        if (bytes !== latest) {
          note()
          latest = bytes
          bytesNeeded = 0
        }
        bytesNeeded += end - start
      }
    }
    note()
    return needed
  }

  /**
   * Copies records in flight out of buffers that hold little else of use, so that an event which stays open for long, such as
   * one from the future, keeps only its own bytes in memory. Returns how many bytes the events in flight keep there.
   */
  compact(): number {
    const needed = this.buffersInFlight()
    let kept = 0
    let size = 0
    let like: Uint8Array | undefined
    for (const [bytes, bytesNeeded] of needed) {
      if (bytesNeeded * SPARSE > bytes.length) {
        kept += bytes.length
        needed.delete(bytes)
      } else {
        size += bytesNeeded
        like = bytes
      }
    }
    if (like === undefined) return kept
    const copy = freshBytes(like, size)
    let used = 0
    for (const { records } of this.#queue.all()) {
      for (let at = 0; at < records.length; at++) {
        const record = records[at] as LogRecord
        if (!needed.has(record.bytes)) continue
        copy.set(record.bytes.subarray(record.start, record.end), used)
        records[at] = movedRecord(record, copy, used - record.start)
        used += record.end - record.start
      }
    }
    return kept + size
  }

  /** Closes the events that a record completes by joining one of them, by the library's rule. */
  #complete(event: InFlightEvent, seconds: number, type: number): void {
    this.#queue.closeUntil(seconds - this.#timeout, this.#close)
    if (event.open && isSingleRecordType(type)) this.#close(event)
  }

  readonly #close = (event: InFlightEvent): void => {
    event.open = false
    this.#open.remove(event)
  }

  /** Delivers the events that are complete and have none before them that is not. */
  deliver(): boolean {
    const queue = this.#queue
    while (!this.#stopped) {
      const event = queue.first
      if (event === undefined || event.open) break
      queue.removeFirst(event)
      this.#slots.free(event.slot)
      this.#give(event)
    }
    return !this.#stopped
  }

  /** Gives an event to the sink. Returns false when the sink has said stop, now or before. */
  #give(event: LogEvent): boolean {
    if (this.#stopped) return false
    this.counters.events++
    if (!this.#sink(event)) this.#stopped = true
    return !this.#stopped
  }
}
