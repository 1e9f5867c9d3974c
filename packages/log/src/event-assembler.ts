/** Gathers records into events and delivers them in the reference's order (spec 01 §4). */
import * as RecordType from '@ts-audit/tables/record-type'
import { isSingleRecordType } from '@ts-audit/tables/record-types'
import { DeliveryQueue, type InFlightEvent } from './delivery-queue.ts'
import type { EventSink, LogEvent } from './event.ts'
import type { InterestMarks } from './event-interest.ts'
import type { Header } from './header.ts'
import { NodeNames } from './node-names.ts'
import { hasId, OpenEvents } from './open-events.ts'
import { recordOf } from './record.ts'
import { type MovedRecord, NONE, RecordsInFlight } from './records-in-flight.ts'
import { SlotNumbers } from './slot-numbers.ts'

/** So many objects of events that were delivered are kept for others. */
const MOST_SPARES = 1 << 12

/** Whether the first record of a run may have this type: the next ones of the same id join it whatever was before. */
export function beginsRun(type: number): boolean {
  return type !== RecordType.EOE && !isSingleRecordType(type)
}

/** What the assembler has seen so far. */
export interface EventCounters {
  /** Records that became part of an event. */
  records: number
  /** Events delivered to the sink, or passed over since they lack what it is interested in. */
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
  readonly #interest: Pick<InterestMarks, 'isWanted'> | undefined
  readonly #queue = new DeliveryQueue()
  readonly #slots = new SlotNumbers()
  readonly #open = new OpenEvents()
  readonly #nodes = new NodeNames()
  readonly #records = new RecordsInFlight()
  readonly #spares: InFlightEvent[] = []
  /** The event that took the last record: in most logs the next one belongs to it too. */
  #latest: InFlightEvent | undefined
  #stopped = false

  /**
   * @param timeout seconds after which an event counts as complete
   * @param interest which events the sink is given; by default all
   */
  constructor(
    timeout: number,
    sink: EventSink,
    completion: EventCompletion = 'ausearch',
    interest?: Pick<InterestMarks, 'isWanted'>,
  ) {
    this.#timeout = timeout
    this.#sink = sink
    this.#completion = completion
    this.#interest = interest
  }

  /**
   * Whether lines of one event that stand together may come as one: not where a record can complete the event that it is part
   * of.
   */
  get keepsRunsTogether(): boolean {
    return this.#completion === 'ausearch' && this.#timeout > 0
  }

  /** How many events are in flight. */
  get inFlight(): number {
    return this.#queue.size
  }

  /** Adds one record, or a run of so many that {@link beginsRun} allows. Returns false when the sink has said stop. */
  add(
    header: Header,
    bytes: Uint8Array,
    start: number,
    textEnd: number,
    end: number,
    form: number,
    marks: number,
    count: number,
  ): boolean {
    const node = header.nodeStart < 0 ? undefined : this.#nodes.name(bytes, header.nodeStart, header.nodeEnd)
    const { type } = header
    // A byte 0x1D in the header ends the text before the stamp does.
    const body = header.body <= textEnd ? header.body : NONE
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
      this.#records.append(event, this.#records.add(bytes, start, body, textEnd, end, type, form, count))
      event.marks |= marks
      this.counters.records += count
      this.#latest = event
      if (this.#completion === 'auparse') this.#complete(event, header.seconds, type)
      return !this.#stopped
    }
    if (type === RecordType.EOE) {
      this.counters.loneEndOfEvents++
      return !this.#stopped
    }
    this.counters.records++
    if (alone) {
      if (this.#passesOver(marks)) return !this.#stopped
      const { seconds, milliseconds, serial, exact } = header
      const record = recordOf(bytes, start, body, textEnd, end, type, form)
      return this.#give({ node, seconds, milliseconds, serial, exact, type, records: [record] })
    }
    const cell = this.#records.add(bytes, start, body, textEnd, end, type, form, count)
    const created = this.#create(header, node, type, cell, marks)
    created.open = !single
    created.hash = hash
    if (!single) this.#open.add(created)
    this.#queue.add(created)
    this.#latest = created
    this.#queue.closeUntil(header.seconds - this.#timeout, this.#close)
    if (!this.deliver()) return false
    this.counters.records += count - 1
    return true
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
      if (event.open && this.#records.hasType(event, isSingleRecordType)) this.#close(event)
    }
    return this.deliver()
  }

  /** The chunks that hold records of events in flight. */
  chunksInFlight(): Set<Uint8Array> {
    return this.#records.chunks()
  }

  /** See {@link RecordsInFlight.compact}. */
  compact(onMoved?: MovedRecord): number {
    return this.#records.compact(() => this.#queue.all(), onMoved)
  }

  /** An object for an event that begins with a record: one that was used before, where there is one. */
  #create(
    { seconds, milliseconds, serial, exact }: Header,
    node: string | undefined,
    type: number,
    cell: number,
    marks: number,
  ): InFlightEvent {
    const slot = this.#slots.take()
    const event = this.#spares.pop()
    if (event === undefined) {
      return {
        node,
        seconds,
        milliseconds,
        serial,
        exact,
        type,
        slot,
        open: true,
        late: false,
        marks,
        hash: 0,
        nextOpen: undefined,
        firstCell: cell,
        lastCell: cell,
      }
    }
    event.node = node
    event.seconds = seconds
    event.milliseconds = milliseconds
    event.serial = serial
    event.exact = exact
    event.type = type
    event.slot = slot
    event.marks = marks
    event.firstCell = cell
    event.lastCell = cell
    return event
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
      this.#deliverOne(event)
    }
    return !this.#stopped
  }

  #deliverOne(event: InFlightEvent): void {
    if (!event.late && this.#spares.length < MOST_SPARES) this.#spares.push(event)
    if (this.#passesOver(event.marks)) {
      this.#records.drop(event)
      return
    }
    const { node, seconds, milliseconds, serial, exact, type } = event
    this.#give({ node, seconds, milliseconds, serial, exact, type, records: this.#records.take(event) })
  }

  /** Whether the sink is not interested in an event with these marks, which is counted then. */
  #passesOver(marks: number): boolean {
    if (this.#interest === undefined || this.#interest.isWanted(marks)) return false
    this.counters.events++
    return true
  }

  /** Gives an event to the sink. Returns false when the sink has said stop, now or before. */
  #give(event: LogEvent): boolean {
    if (this.#stopped) return false
    this.counters.events++
    if (this.#sink(event) === false) this.#stopped = true
    return !this.#stopped
  }
}
