/**
 * From bytes to events: the module that assembly/scan.ts is compiled into, which keeps the table of events in flight in its own
 * memory. Only what somebody must look at becomes an object: events of interest, and lines with unusual headers.
 */

import * as RecordType from '@ts-audit/tables/record-type'
import { isSingleRecordType, parseRecordType } from '@ts-audit/tables/record-types'
import { type EventSink, type LogEvent, movedRecord } from './event.ts'
import type { InterestMarks, PassedEvents } from './event-interest.ts'
import type { Header } from './header.ts'
import { freshBytes, type LogRecord, latin1, recordOf } from './record.ts'
import { instantiateScan, type PortableScan, type ScanExports, type ScanImports } from './scan-module.ts'
import { MOST_TEXTS, writeTexts, writeWindow } from './scan-texts.ts'

/** What the assembler has seen so far. */
export interface EventCounters {
  /** Records that became part of an event. */
  records: number
  /** Events delivered to the sink, or passed over since they lack what it is interested in. */
  events: number
  /** EOE records that belonged to no open event and were dropped. */
  loneEndOfEvents: number
}

/** What the scan has seen so far. */
export interface LineCounters {
  /** Bytes pushed. */
  bytes: number
  /** Lines, as the reference counts them: a line beyond the limit counts once per piece. */
  lines: number
  /** Pieces that the limit cut off, so that the next one begins in the middle of a line. */
  cutLines: number
  /** Records that are cut so. */
  cutRecords: number
  /** Lines that hold a NUL byte; what follows it is not read. */
  nulLines: number
  /** Where the first NUL byte is, in all bytes pushed; absent without one. */
  firstNul?: number
}

/**
 * When an event counts as complete. `ausearch`, the rule of both commands: when an event begins that is younger by the
 * time-out (spec 01 §4.2). `auparse`, the rule of the library: also when a record that is younger by as much joins another
 * event, and when the event gets a record that is usually its last, PROCTITLE or EOE (spec 06 §A4).
 */
export type EventCompletion = 'ausearch' | 'auparse'

/** Told where a record went when it was copied. */
export type MovedRecord = (record: LogRecord, copy: LogRecord) => void

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

/**
 * The numbers of a header that is handed in, and of an event, in 32-bit integers; seconds and serial in 64-bit floating-point
 * numbers, with the lower bits of those that are beyond 2^53−1.
 */
const SECONDS = 0
const SERIAL = 1
const MILLISECONDS = 4
/** Of a header, the length of its node's name, or -1; of an event, where the name is kept, or 0. */
const NODE = 5
const TYPE = 6
const FIRST_CELL = 12
/** Of an event; of a header they stand before {@link FIRST_CELL}. */
const SECONDS_LOW = 14
const SERIAL_LOW = 15
const HEADER_SECONDS_LOW = 6
const HEADER_SERIAL_LOW = 7

/** The numbers of a record's cell. */
const CHUNK = 0
const START = 1
const BODY = 2
const TEXT_END = 3
const END = 4
const CELL_TYPE = 5
const FORM = 6
const NEXT_CELL = 7
/** The numbers of a run of lines. */
const RUN_NUMBERS = 4

/** The bits of a cell's form that are a record's. */
const RECORD_FORM = 3

/** Where a node's name is kept: a number that no other name has, its length, and its bytes. */
const NODE_NUMBER = 3
const NODE_LENGTH = 4
const NODE_NAME = 20

/** What the scan is told of a type, below the marks of its records. */
const SINGLE = 1
const END_OF_EVENT = 2
const TRAIT_BITS = 2
/** Above those come the marks of what is expected in them. */
const MARK_BITS = 10

const TWO_32 = 0x1_0000_0000
/** When less than one part in this many of a chunk is still needed, that part is copied out of it. */
const SPARSE = 4

/** Reads lines and gathers their records into events, which it delivers in the reference's order (spec 01 §4). */
export class EventScan {
  readonly counters: EventCounters = { records: 0, events: 0, loneEndOfEvents: 0 }
  readonly lineCounters: LineCounters = { bytes: 0, lines: 0, cutLines: 0, cutRecords: 0, nulLines: 0 }
  /** Records that were left out because they are outside the window. */
  outsideWindow = 0
  readonly #exports: ScanExports
  readonly #sink: EventSink
  readonly #line: LineSink
  readonly #interest: InterestMarks | undefined
  readonly #passed: PassedEvents | undefined
  readonly #announced: (second: number) => boolean
  /** Whether the scan looks for the texts of the interest; otherwise that is done here, for whole events. */
  readonly #isMarked: boolean
  readonly #result: number
  readonly #header: number
  readonly #input: number
  readonly #inputBytes: number
  #bytes: Uint8Array
  #integers: Int32Array
  #floats: Float64Array
  /** The chunks that records in flight may be in; see {@link #forget}. */
  #chunks: (Uint8Array | undefined)[] = []
  readonly #freeChunks: number[] = []
  #latestChunk: Uint8Array | undefined
  #nodeNumber = 0
  #node = ''
  readonly #timeout: number
  readonly #passesOutside: boolean
  #stopped = false

  constructor(options: EventScanOptions) {
    const { sink, line, from, to, hasStart, timeout, completion, interest, passed, announced } = options
    this.#sink = sink
    this.#line = line
    this.#interest = interest
    this.#passed = passed
    this.#announced = announced ?? (() => true)
    this.#timeout = timeout
    this.#passesOutside = options.passesOutside === true
    const texts = interest?.texts ?? []
    this.#isMarked = texts.length <= MOST_TEXTS && texts.every(({ text }) => text.length > 0)
    const imports: ScanImports = {
      types: {
        typeNumber: (start, end) =>
          parseRecordType(latin1(this.#bytes, this.#input + start, this.#input + end)),
        typeTraits: (type) => this.#traitsOf(type),
      },
      memory: {
        memoryGrew: () => this.#lookAgain(),
        memoryExhausted: () => {
          throw new RangeError('more events are in flight than memory can hold')
        },
      },
    }
    const exports = instantiateScan(imports, options.portable)
    this.#exports = exports
    this.#result = exports.RESULT.value >> 2
    this.#header = exports.HEADER.value >> 2
    this.#input = exports.INPUT.value
    this.#inputBytes = exports.INPUT_BYTES.value
    this.#bytes = new Uint8Array(exports.memory.buffer)
    this.#integers = new Int32Array(exports.memory.buffer)
    this.#floats = new Float64Array(exports.memory.buffer)
    if (this.#isMarked) writeTexts(exports, texts)
    if (this.#passesOutside) writeWindow(exports, from, to)
    const needed = this.#isMarked ? (interest?.needed ?? 0) : 0
    const seed = (Math.random() * TWO_32) | 0
    const serial = this.#isMarked ? interest?.serial : undefined
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
      this.#bytes.set(chunk.subarray(offset, offset + length), this.#input)
      if (!this.#scan(chunk, length, offset, false)) return STOPPED
      const rest = offset + (this.#integers[this.#result + POSITION] as number)
      if (offset + length === chunk.length) return rest
      offset = rest
    }
  }

  /** Reads a line that fills a buffer of its own, with its newline if it has one. Returns false when the sink has said stop. */
  line(line: Uint8Array): boolean {
    this.#bytes.set(line, this.#input)
    return this.#scan(line, line.length, 0, true)
  }

  #scan(chunk: Uint8Array, length: number, offset: number, isLine: boolean): boolean {
    const exports = this.#exports
    this.#enter(chunk)
    exports.begin()
    if (this.#passesOutside && !isLine) exports.passOutside(length)
    while (!this.#stopped) {
      const stop = exports.scan(length, offset, isLine)
      const integers = this.#integers
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
    this.#enter(bytes)
    const { type, nodeStart, nodeEnd, milliseconds, exact, seconds, serial } = header
    const nodeLength = nodeStart < 0 ? -1 : nodeEnd - nodeStart
    if (nodeLength > 0) this.#bytes.set(bytes.subarray(nodeStart, nodeEnd), this.#exports.HEADER_NODE.value)
    const integers = this.#integers
    const at = this.#header
    this.#floats[at / 2 + SECONDS] = seconds
    this.#floats[at / 2 + SERIAL] = serial
    integers[at + HEADER_SECONDS_LOW] = lowerBits(seconds, exact?.seconds)
    integers[at + HEADER_SERIAL_LOW] = lowerBits(serial, exact?.serial)
    integers[at + MILLISECONDS] = milliseconds
    integers[at + NODE] = nodeLength
    const marks = this.#isMarked ? (this.#interest?.ofRecord(type, bytes, start, end) ?? 0) : 0
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
    return this.#bytes.length
  }

  /** See LogCounters. */
  get firstStamp(): { readonly seconds: number; readonly milliseconds: number } | undefined {
    const integers = this.#integers
    if (integers[this.#result + HAS_FIRST] !== 1) return undefined
    const seconds = this.#floats[this.#result / 2 + FIRST_SECONDS] as number
    return { seconds, milliseconds: integers[this.#result + FIRST_MILLISECONDS] as number }
  }

  /** The chunks that hold records in flight. */
  chunksInFlight(): Set<Uint8Array> {
    this.#forget()
    const { recordsIn } = this.#exports
    const chunks = new Set<Uint8Array>()
    for (const [number, chunk] of this.#chunks.entries())
      if (chunk !== undefined && recordsIn(number) > 0) chunks.add(chunk)
    return chunks
  }

  /**
   * Copies records out of chunks that hold little else of use, so that an event which stays open for long, such as one from
   * the future, keeps only its own bytes in memory. Returns how many bytes are kept.
   */
  compact(onMoved?: MovedRecord): number {
    this.#forget()
    const { bytesIn, eventInFlight, inFlight, moveCell, recordsIn } = this.#exports
    let kept = 0
    let size = 0
    let like: Uint8Array | undefined
    const sparse = this.#chunks.map((chunk, index) => {
      if (chunk === undefined || recordsIn(index) === 0) return false
      const needed = bytesIn(index)
      if (needed * SPARSE > chunk.length) {
        kept += chunk.length
        return false
      }
      size += needed
      like = chunk
      return true
    })
    if (like === undefined) return kept
    const copy = freshBytes(like, size)
    const target = this.#numberOf(copy)
    let used = 0
    for (let index = inFlight() - 1; index >= 0; index--) {
      for (const cell of this.#cells(eventInFlight(index))) {
        if (sparse[this.#integers[(cell >> 2) + CHUNK] as number] !== true) continue
        const record = this.#recordAt(cell >> 2)
        const { bytes, start, end } = record
        copy.set(bytes.subarray(start, end), used)
        moveCell(cell, target, used - start)
        onMoved?.(record, movedRecord(record, copy, used - start))
        used += end - start
      }
    }
    this.#forget()
    return kept + size
  }

  /** Gives an event to the sink, and then those that can be delivered after it; 0 is none. */
  #give(event: number): void {
    let next = event
    this.#pass()
    while (next !== 0) {
      const given = this.#eventAt(next >> 2)
      if (this.#isMarked || this.#interest === undefined || this.#interest.isWanted(given)) {
        this.counters.events++
        if (this.#sink(given) === false) {
          this.#stopped = true
          break
        }
      } else this.counters.events++
      next = this.#exports.nextEvent()
      this.#pass()
    }
    this.#count()
  }

  /** Passes on the lines of events that came before what is looked at now. */
  #pass(): void {
    if (this.#passed === undefined) return
    const integers = this.#integers
    const count = integers[this.#result + RUN_COUNT] as number
    if (count === 0) return
    integers[this.#result + RUN_COUNT] = 0
    const first = (integers[this.#result + RUNS] as number) >> 2
    for (let at = first; at < first + RUN_NUMBERS * count; at += RUN_NUMBERS) {
      this.#passed.takeLines(
        this.#chunks[integers[at] as number] as Uint8Array,
        integers[at + 1] as number,
        integers[at + 2] as number,
        integers[at + 3] as number,
      )
    }
  }

  /** The cells of an event's records. */
  *#cells(event: number): Generator<number> {
    const integers = this.#integers
    let cell = integers[(event >> 2) + FIRST_CELL] as number
    for (; cell !== 0; cell = integers[(cell >> 2) + NEXT_CELL] as number) yield cell
  }

  #eventAt(at: number): LogEvent {
    const integers = this.#integers
    const records: LogRecord[] = []
    let cell = integers[at + FIRST_CELL] as number
    for (; cell !== 0; cell = integers[(cell >> 2) + NEXT_CELL] as number)
      records.push(this.#recordAt(cell >> 2))
    const node = integers[at + NODE] as number
    const seconds = this.#floats[at / 2 + SECONDS] as number
    const serial = this.#floats[at / 2 + SERIAL] as number
    return {
      node: node === 0 ? undefined : this.#nameOf(node),
      seconds,
      milliseconds: integers[at + MILLISECONDS] as number,
      serial,
      exact:
        seconds > Number.MAX_SAFE_INTEGER || serial > Number.MAX_SAFE_INTEGER
          ? {
              seconds: exactly(seconds, integers[at + SECONDS_LOW] as number),
              serial: exactly(serial, integers[at + SERIAL_LOW] as number),
            }
          : undefined,
      type: integers[at + TYPE] as number,
      records,
    }
  }

  #recordAt(at: number): LogRecord {
    const integers = this.#integers
    return recordOf(
      this.#chunks[integers[at + CHUNK] as number] as Uint8Array,
      integers[at + START] as number,
      integers[at + BODY] as number,
      integers[at + TEXT_END] as number,
      integers[at + END] as number,
      integers[at + CELL_TYPE] as number,
      (integers[at + FORM] as number) & RECORD_FORM,
    )
  }

  /** The name that a node's entry keeps; one that repeats, as it does in nearly every log, is decoded only once. */
  #nameOf(node: number): string {
    const integers = this.#integers
    const number = integers[(node >> 2) + NODE_NUMBER] as number
    if (number !== this.#nodeNumber) {
      const start = node + NODE_NAME
      this.#nodeNumber = number
      this.#node = latin1(this.#bytes, start, start + (integers[(node >> 2) + NODE_LENGTH] as number))
    }
    return this.#node
  }

  #traitsOf(type: number): number {
    const marks = this.#isMarked ? (this.#interest?.ofType(type) ?? 0) : 0
    const single = isSingleRecordType(type) ? SINGLE : 0
    const expected = this.#isMarked ? (this.#interest?.expectedOf(type) ?? 0) : 0
    return (
      (expected << (MARK_BITS + TRAIT_BITS)) |
      (marks << TRAIT_BITS) |
      single |
      (type === RecordType.EOE ? END_OF_EVENT : 0)
    )
  }

  /** Records are from this chunk from now on. */
  #enter(chunk: Uint8Array): void {
    if (chunk === this.#latestChunk) return
    this.#latestChunk = chunk
    this.#exports.enterChunk(this.#numberOf(chunk))
  }

  #numberOf(chunk: Uint8Array): number {
    const number = this.#freeChunks.pop() ?? this.#chunks.length
    this.#chunks[number] = chunk
    return number
  }

  /** Forgets the chunks that hold no record in flight, but for the one that is being read, and leaves the counts of the others. */
  #forget(): void {
    this.#exports.countChunks(this.#chunks.length)
    for (const [number, chunk] of this.#chunks.entries()) {
      if (chunk === undefined || chunk === this.#latestChunk || this.#exports.recordsIn(number) > 0) continue
      this.#chunks[number] = undefined
      this.#freeChunks.push(number)
    }
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
    const count = this.#integers[at] as number
    this.#integers[at] = 0
    return count
  }

  #lookAgain(): void {
    this.#bytes = new Uint8Array(this.#exports.memory.buffer)
    this.#integers = new Int32Array(this.#exports.memory.buffer)
    this.#floats = new Float64Array(this.#exports.memory.buffer)
  }
}

/** The lower bits of an integer that is beyond those that are exact; 0 of others. */
function lowerBits(rounded: number, exact: bigint | undefined): number {
  return exact === undefined || rounded <= Number.MAX_SAFE_INTEGER ? 0 : Number(BigInt.asIntN(32, exact))
}

/** The integer that is near a number and has these lower bits, if it is beyond those that are exact. */
function exactly(rounded: number, lower: number): bigint {
  const near = BigInt(rounded)
  if (rounded <= Number.MAX_SAFE_INTEGER) return near
  return near + BigInt.asIntN(32, BigInt(lower) - near)
}
