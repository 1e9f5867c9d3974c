/**
 * From bytes to events: the module that assembly/scan.ts is compiled into, which keeps the table of events in flight in its own
 * memory. Only what somebody must look at becomes an object: events of interest, and lines with unusual headers.
 */

import * as RecordType from '@ts-audit/tables/record-type'
import { isSingleRecordType, parseRecordType } from '@ts-audit/tables/record-types'
import type { EventSink } from '../event.ts'
import type { InterestMarks, PassedEvents } from '../event-interest.ts'
import type { Header } from '../header.ts'
import { latin1 } from '../record.ts'
import type { EventCounters, LineCounters } from './counters.ts'
import { EventTable } from './event-table.ts'
import { writeHeader } from './scan-header.ts'
import { ScanMemory } from './scan-memory.ts'
import { instantiateScan, type PortableScan, type ScanExports, type ScanImports } from './scan-module.ts'
import { writeTexts, writeWindow } from './scan-texts.ts'

/**
 * When an event counts as complete. `ausearch`, the rule of both commands: when an event begins that is younger by the
 * time-out (spec 01 §4.2). `auparse`, the rule of the library: also when a record that is younger by as much joins another
 * event, and when the event gets a record that is usually its last, PROCTITLE or EOE (spec 06 §A4).
 */
export type EventCompletion = 'ausearch' | 'auparse'

/** Takes a line whose header is unusual, or that is no record; returns false to stop the scan. */
export type LineSink = (
  bytes: Uint8Array,
  start: number,
  /** First byte 0x1D of the line, or `end`. */
  textEnd: number,
  /** Before the newline, the first NUL byte, or the limit. */
  end: number,
  /** Bits `TERMINATED` and `PLAIN`. */
  form: number,
) => boolean

/** What {@link EventScan} does, and what it reports to. */
export interface EventScanOptions {
  readonly sink: EventSink
  readonly line: LineSink
  /** First and last second of the time window. */
  readonly from: number
  readonly to: number
  /** Whether lines in which no second of the window is written are passed over: those without a stamp are not known then. */
  readonly passesOutside?: boolean | undefined
  /** Whether a start was asked for: then the first stamp is that of the first record outside the window. */
  readonly hasStart: boolean
  /** Seconds after which an event counts as complete. */
  readonly timeout: number
  readonly completion: EventCompletion
  /** Which events the sink is given; by default all. */
  readonly interest: InterestMarks | undefined
  /** The scan where there is no WebAssembly. */
  readonly portable: PortableScan
  /** Takes the lines of the events that are of no interest. */
  readonly passed?: PassedEvents | undefined
  /** Told that an event has begun which {@link EventScan.announceFrom} asks for; returns false to stop. */
  readonly announced?: ((second: number) => boolean) | undefined
}

/** What {@link EventScan.chunk} gives when the sink has said stop. */
export const STOPPED = -1

/** What a call of `scan` stopped at. */
const AT_EVENT = 1
const AT_LINE = 2
const AT_ANNOUNCED = 3

/** Where the results stand, in 32-bit integers; the seconds of the first stamp in 64-bit floating-point numbers. */
const POSITION = 0
const EVENT = 1
const LINE_START = 2
const LINE_TEXT_END = 3
const LINE_END = 4
const LINE_FORM = 5
const CUT_RECORDS = 6
const RECORDS = 8
const EVENTS = 9
const LONE_ENDS = 10
const OUTSIDE = 11
const LINES = 12
const CUT_LINES = 13
const NUL_LINES = 14
const RUNS = 20
const RUN_COUNT = 21
const FIRST_SECONDS = 8
const FIRST_MILLISECONDS = 18
const HAS_FIRST = 19

/** The numbers of a run of lines. */
const RUN_NUMBERS = 4

/** What the scan is told of a type, below the marks of its records. */
const SINGLE = 1
const END_OF_EVENT = 2
const TRAIT_BITS = 2
/** Above those come the marks of what is expected in them. */
const MARK_BITS = 10

const TWO_32 = 0x1_0000_0000

/** Reads lines and gathers their records into events, which it delivers in the reference's order (spec 01 §4). */
export class EventScan {
  readonly counters: EventCounters = { records: 0, events: 0, loneEndOfEvents: 0 }
  readonly lineCounters: LineCounters = { bytes: 0, lines: 0, cutLines: 0, cutRecords: 0, nulLines: 0 }
  /** Records that were left out because they are outside the window. */
  outsideWindow = 0
  /** The events in flight. */
  readonly table: EventTable
  readonly #exports: ScanExports
  readonly #sink: EventSink
  readonly #line: LineSink
  readonly #interest: InterestMarks | undefined
  readonly #passed: PassedEvents | undefined
  readonly #announced: (second: number) => boolean
  readonly #result: number
  readonly #input: number
  readonly #inputBytes: number
  readonly #memory: ScanMemory
  readonly #timeout: number
  readonly #passesOutside: boolean
  #stopped = false

  constructor(options: EventScanOptions) {
    const { sink, line, from, to, hasStart, timeout, completion, interest, passed, announced } = options
    this.#sink = sink
    this.#line = line
    this.#passed = passed
    this.#announced = announced ?? (() => true)
    this.#timeout = timeout
    this.#passesOutside = options.passesOutside === true
    this.#interest = interest
    const imports: ScanImports = {
      types: {
        typeNumber: (start, end) =>
          parseRecordType(latin1(this.#memory.bytes, this.#input + start, this.#input + end)),
        typeTraits: (type) => this.#traitsOf(type),
      },
      memory: {
        memoryGrew: () => this.#memory.lookAgain(),
        memoryExhausted: () => {
          throw new RangeError('more events are in flight than memory can hold')
        },
      },
    }
    const exports = instantiateScan(imports, options.portable)
    this.#exports = exports
    this.#result = exports.RESULT.value >> 2
    this.#input = exports.INPUT.value
    this.#inputBytes = exports.INPUT_BYTES.value
    this.#memory = new ScanMemory(exports)
    this.table = new EventTable(exports, this.#memory)
    writeTexts(exports, interest?.texts ?? [])
    if (this.#passesOutside) writeWindow(exports, from, to)
    const needed = interest?.needed ?? 0
    const seed = (Math.random() * TWO_32) | 0
    const serial = interest?.serial
    const isLibrary = completion === 'auparse'
    const hasSerial = serial !== undefined
    const passes = passed !== undefined
    exports.prepare(from, to, hasStart, timeout, isLibrary, needed, hasSerial, serial ?? 0, passes, seed)
  }

  /**
   * Reads every whole line of a chunk from a position on, and returns where the rest begins: fewer bytes than a line can have,
   * without a newline.
   */
  chunk(chunk: Uint8Array, from: number): number {
    let offset = from
    for (;;) {
      const length = Math.min(chunk.length - offset, this.#inputBytes)
      this.#memory.bytes.set(chunk.subarray(offset, offset + length), this.#input)
      if (!this.#scan(chunk, length, offset, false)) return STOPPED
      const rest = offset + (this.#memory.integers[this.#result + POSITION] as number)
      if (offset + length === chunk.length) return rest
      offset = rest
    }
  }

  /** Reads a line that fills a buffer of its own, with its newline if it has one. Returns false when the sink has said stop. */
  line(line: Uint8Array): boolean {
    this.#memory.bytes.set(line, this.#input)
    return this.#scan(line, line.length, 0, true)
  }

  #scan(chunk: Uint8Array, length: number, offset: number, isLine: boolean): boolean {
    const exports = this.#exports
    this.table.enter(chunk)
    exports.begin()
    if (this.#passesOutside && !isLine) exports.passOutside(length)
    while (!this.#stopped) {
      const stop = exports.scan(length, offset, isLine)
      const integers = this.#memory.integers
      const result = this.#result
      if (stop === AT_EVENT) this.#give(integers[result + EVENT] as number)
      else if (stop === AT_LINE) {
        const more = this.#line(
          chunk,
          integers[result + LINE_START] as number,
          integers[result + LINE_TEXT_END] as number,
          integers[result + LINE_END] as number,
          integers[result + LINE_FORM] as number,
        )
        if (!more) this.#stopped = true
      } else if (stop === AT_ANNOUNCED) {
        this.#give(exports.nextEvent())
        this.#announce()
      } else break
    }
    this.#pass()
    this.#count()
    return !this.#stopped
  }

  /** Goes on after a line has stopped the scan. */
  goOn(): void {
    this.#stopped = false
  }

  /** Adds a record whose header was read elsewhere. Returns false when the sink has said stop. */
  add(header: Header, bytes: Uint8Array, start: number, textEnd: number, end: number, form: number): boolean {
    this.table.enter(bytes)
    writeHeader(this.#exports, this.#memory, header, bytes)
    const { type } = header
    const marks = this.#interest?.ofRecord(type, bytes, start, end) ?? 0
    const traits = this.#traitsOf(type)
    const began = this.#exports.add(start, -1, textEnd, end, type, traits, marks, form)
    const isAnnounced = this.#exports.takeAnnounced()
    if (began) this.deliver()
    if (isAnnounced) this.#announce()
    return !this.#stopped
  }

  /** The latest second in which an event has begun. */
  get latestSecond(): number {
    return this.#exports.secondOfLatest()
  }

  /** How often nothing but the slots of the reference's table has decided the order of two events. */
  get ties(): number {
    return this.#exports.tiesOfStamps()
  }

  /** Nothing has come before; see {@link latestSecond}. */
  forgetSeconds(): void {
    this.#exports.forgetSeconds()
  }

  /** Another reader begins where this one is. */
  beginPart(): void {
    this.#exports.beginPart()
  }

  /**
   * Announces the events that begin in this second or a later one, when what they complete was given: only those that leave in
   * flight what a reader has in flight, too, that began where {@link beginPart} was called, if no event before was as late as that
   * second less the time-out.
   */
  announceFrom(second: number): void {
    this.#exports.announceFrom(second)
  }

  /** Forgets the events in flight, without a count. */
  forget(): void {
    const { events } = this.counters
    this.#exports.closeUntil(Number.POSITIVE_INFINITY)
    while (this.#exports.nextEvent() !== 0);
    this.#count()
    this.counters.events = events
    this.#stopped = false
  }

  #announce(): void {
    this.#count()
    if (!this.#stopped && !this.#announced(this.latestSecond)) this.#stopped = true
  }

  /** Delivers the events that are complete and have none before them that is not. Returns false when the sink has said stop. */
  deliver(): boolean {
    if (!this.#stopped) this.#give(this.#exports.nextEvent())
    return !this.#stopped
  }

  /** Closes the events that are complete at a time (seconds since 1970-01-01 UTC), and delivers those it can. */
  age(now: number): boolean {
    if (!Number.isNaN(now)) this.#exports.closeUntil(now - this.#timeout)
    return this.deliver()
  }

  /** Closes every open event and delivers all (end of the last input, or the pipe timer). */
  flush(): boolean {
    this.#exports.closeUntil(Number.POSITIVE_INFINITY)
    return this.deliver()
  }

  /**
   * With a checkpoint in force: closes only the events that hold a record of a one-record type, delivers until the
   * first open event, and drops the rest, which the next run will read again (spec 01 §4.2 rule 8).
   */
  flushComplete(): boolean {
    this.#exports.closeComplete()
    return this.deliver()
  }

  /** How many events are in flight. */
  get inFlight(): number {
    return this.#exports.inFlight()
  }

  /** The memory of the table of events in flight. */
  get tableBytes(): number {
    return this.#memory.bytes.length
  }

  /** See LogCounters. */
  get firstStamp(): { readonly seconds: number; readonly milliseconds: number } | undefined {
    const integers = this.#memory.integers
    if (integers[this.#result + HAS_FIRST] !== 1) return undefined
    const seconds = this.#memory.floats[this.#result / 2 + FIRST_SECONDS] as number
    return { seconds, milliseconds: integers[this.#result + FIRST_MILLISECONDS] as number }
  }

  /** Gives an event to the sink, and then those that can be delivered after it; 0 is none. */
  #give(event: number): void {
    let next = event
    this.#pass()
    while (next !== 0) {
      const given = this.table.event(next)
      this.counters.events++
      if (this.#sink(given) === false) {
        this.#stopped = true
        break
      }
      next = this.#exports.nextEvent()
      this.#pass()
    }
    this.#count()
  }

  /** Passes on the lines of events that came before what is looked at now. */
  #pass(): void {
    if (this.#passed === undefined) return
    const integers = this.#memory.integers
    const count = integers[this.#result + RUN_COUNT] as number
    if (count === 0) return
    integers[this.#result + RUN_COUNT] = 0
    const first = (integers[this.#result + RUNS] as number) >> 2
    for (let at = first; at < first + RUN_NUMBERS * count; at += RUN_NUMBERS) {
      this.#passed.takeLines(
        this.table.chunk(integers[at] as number),
        integers[at + 1] as number,
        integers[at + 2] as number,
        integers[at + 3] as number,
      )
    }
  }

  #traitsOf(type: number): number {
    const marks = this.#interest?.ofType(type) ?? 0
    const single = isSingleRecordType(type) ? SINGLE : 0
    const expected = this.#interest?.expectedOf(type) ?? 0
    return (
      (expected << (MARK_BITS + TRAIT_BITS)) |
      (marks << TRAIT_BITS) |
      single |
      (type === RecordType.EOE ? END_OF_EVENT : 0)
    )
  }

  /** Takes what the module has counted. */
  #count(): void {
    const { counters, lineCounters } = this
    counters.records += this.#taken(RECORDS)
    const events = this.#taken(EVENTS)
    counters.events += events
    if (events > 0) this.#passed?.count(events)
    counters.loneEndOfEvents += this.#taken(LONE_ENDS)
    lineCounters.lines += this.#taken(LINES)
    lineCounters.cutLines += this.#taken(CUT_LINES)
    lineCounters.cutRecords += this.#taken(CUT_RECORDS)
    lineCounters.nulLines += this.#taken(NUL_LINES)
    this.outsideWindow += this.#taken(OUTSIDE)
  }

  #taken(counter: number): number {
    const at = this.#result + counter
    const count = this.#memory.integers[at] as number
    this.#memory.integers[at] = 0
    return count
  }
}
