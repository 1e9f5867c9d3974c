/** Bytes in, events out: the scanner of lines and the scan of events as one push reader. */

import { NEWLINE } from './ascii.ts'
import { checkChunk } from './byte-stream.ts'
import type { EventSink } from './event.ts'
import { type EventInterest, InterestMarks, type PassedEvents } from './event-interest.ts'
import { type HeaderError, HeaderParser } from './header.ts'
import { LINE_LIMIT, LineScanner } from './line-scanner.ts'
import type { LogRecord } from './record.ts'
import type { EventCounters, LineCounters } from './scan/counters.ts'
import { type EventCompletion, EventScan, type LineSink } from './scan/event-scan.ts'
import type { PortableScan } from './scan/scan-module.ts'

/** Default end-of-event time-out in seconds, as auditd's. */
export const DEFAULT_EVENT_TIMEOUT = 2

/** Records in flight are compacted after this many bytes plus twice what they keep: work in proportion to the log. */
const COMPACTION_BYTES = 1 << 20

/** What a reader looks for, and what it reports to. */
export interface LogReaderOptions {
  /** Takes every event; returns false to stop. */
  readonly sink: EventSink
  /** Records before this second (since 1970-01-01 UTC) are not read. */
  readonly start?: number | undefined
  /** Records after this second are not read. */
  readonly end?: number | undefined
  /**
   * Whether lines that look like records, but in which no second between {@link start} and {@link end} is written, are counted as
   * outside without a look at their headers. By default those that have no good stamp are told apart.
   */
  readonly passesOutside?: boolean | undefined
  /** Seconds after which an event counts as complete; default {@link DEFAULT_EVENT_TIMEOUT}. */
  readonly eventTimeout?: number | undefined
  /** When an event counts as complete; default `ausearch`, the rule of the commands. */
  readonly completion?: EventCompletion | undefined
  /** Which events the sink is given; the others are counted. By default all of them. */
  readonly interest?: EventInterest | undefined
  /** Takes the lines of events that the sink need not be given; in place of {@link interest}. */
  readonly passed?: PassedEvents | undefined
  /** Told about every stamp that is out of range; such a line is no record. */
  readonly onBadStamp?: ((stamp: string) => void) | undefined
  /**
   * Asked about a line that is no record: true stops before it, and {@link BaseLogReader.takeRest} gives it; otherwise it is
   * counted as malformed.
   */
  readonly stopsAt?: ((bytes: Uint8Array, start: number, end: number) => boolean) | undefined
  /** Told where the bytes of records are: for who wants to know where a record came from. */
  readonly tracking?: RecordTracking | undefined
}

/** Where the bytes of records are, when it is not where they were pushed. */
export interface RecordTracking {
  /** The bytes of a line that began in an earlier chunk: so many of them are from there. */
  joined(line: Uint8Array, carried: number): void
  /**
   * A record in flight was copied, so that its chunk can be given up. Neither object is the one that is delivered: a record is
   * known by its bytes and where it starts in them.
   */
  moved(record: LogRecord, copy: LogRecord): void
}

/** Lines that are not records, by reason. */
export interface MalformedCounters {
  /** No type token. */
  noType: number
  /** No message token, or one shorter than the shortest that can hold a stamp. */
  noMessage: number
  /** A message token without `(`. */
  noStamp: number
  /** A stamp whose numbers are out of range. */
  badStamp: number
}

/** Everything a reader has counted. */
export interface LogCounters extends Readonly<LineCounters>, Readonly<EventCounters> {
  /** Lines that are not records, by reason; empty lines are not among them. */
  readonly malformed: Readonly<MalformedCounters>
  /** Records left out because they are before `start` or after `end`. */
  readonly outsideWindow: number
  /** Stamp of the first line outside the window or, when no start was asked for, of the first record. */
  readonly firstStamp: { readonly seconds: number; readonly milliseconds: number } | undefined
}

/** Positions in a chunk are kept as 32-bit numbers. */
const MOST_BYTES = 0x7fff_ffff

const REASONS: Readonly<Record<HeaderError, keyof MalformedCounters>> = {
  'no type': 'noType',
  'no message': 'noMessage',
  'no stamp': 'noStamp',
  'bad stamp': 'badStamp',
}

/** What a source needs of the reader that its chunks go to. */
export interface ChunkReader {
  /** Reads one chunk. Returns false when no more is wanted. */
  push(chunk: Uint8Array): boolean
  /** What the reference does when its pipe stays silent: delivers all events in flight, forgets half a line. */
  flushIdle(keepIncomplete: boolean): boolean
  /** The buffers that events in flight still refer to. */
  buffersInFlight(): Set<Uint8Array>
  /** How many events are in flight. */
  readonly eventsInFlight: number
  readonly counters: Pick<LogCounters, 'lines' | 'events'>
}

/** A `LogReader` that is told how to scan where there is no WebAssembly. */
export class BaseLogReader implements ChunkReader {
  protected readonly scanner: LineScanner
  protected readonly scan: EventScan
  protected readonly malformed: MalformedCounters = { noType: 0, noMessage: 0, noStamp: 0, badStamp: 0 }
  #untilCompaction = COMPACTION_BYTES
  readonly #tracking: RecordTracking | undefined
  /** The line that is no record, with all that follows it in its bytes. */
  #other: Uint8Array | undefined

  /**
   * @param announced see `EventScan.announceFrom`
   * @throws {TypeError} without a sink
   */
  constructor(
    options: LogReaderOptions,
    portable: PortableScan,
    announced?: ((second: number) => boolean) | undefined,
  ) {
    if (typeof (options as Partial<LogReaderOptions> | undefined)?.sink !== 'function')
      throw new TypeError('A LogReader needs a sink: new LogReader({ sink: (event) => … })')
    this.#tracking = options.tracking
    const timeout = options.eventTimeout ?? DEFAULT_EVENT_TIMEOUT
    const headers = new HeaderParser(timeout)
    const takeLine: LineSink = (bytes, start, textEnd, end, form) => {
      const error = headers.parse(bytes, start, end)
      if (error === undefined) {
        if (end - start >= LINE_LIMIT) this.scanner.counters.cutRecords++
        return this.scan.add(headers.header, bytes, start, textEnd, end, form)
      }
      const beginsLine = start === 0 ? !this.scanner.beginsWithinLine : bytes[start - 1] === NEWLINE
      if (error !== 'bad stamp' && beginsLine && options.stopsAt?.(bytes, start, end) === true) {
        this.#other = bytes.subarray(start)
        return false
      }
      this.malformed[REASONS[error]]++
      if (error === 'bad stamp') options.onBadStamp?.(headers.badStamp)
      return true
    }
    this.scan = new EventScan({
      sink: options.sink,
      line: takeLine,
      from: options.start ?? Number.NEGATIVE_INFINITY,
      to: options.end ?? Number.POSITIVE_INFINITY,
      hasStart: options.start !== undefined,
      passesOutside: options.passesOutside,
      timeout,
      completion: options.completion ?? 'ausearch',
      interest: marksOf(options),
      passed: options.passed,
      announced,
      portable,
    })
    this.scanner = new LineScanner(this.scan, options.tracking?.joined)
  }

  /**
   * Reads one chunk. Returns false when the sink has said stop.
   *
   * @throws {RangeError} for a chunk of 2 GiB or more: push it in parts
   * @throws {TypeError} for anything but bytes
   */
  push(chunk: Uint8Array): boolean {
    checkChunk(chunk)
    if (chunk.length > MOST_BYTES)
      throw new RangeError('A chunk must be smaller than 2 GiB: push it in parts')
    // What the last record of the previous chunk has completed, by the library's rule.
    this.scan.deliver()
    const more = this.scanner.push(chunk)
    this.#untilCompaction -= chunk.length
    if (this.#untilCompaction <= 0)
      this.#untilCompaction = COMPACTION_BYTES + 2 * this.scan.table.compact(this.#tracking?.moved)
    return more
  }

  /**
   * After {@link push} has given false because of a line that is no record (`stopsAt`): that line and what follows it
   * of all that was pushed. The reader goes on with what is pushed next. Undefined when the sink has said stop.
   */
  takeRest(): Uint8Array | undefined {
    const other = this.#other
    if (other === undefined) return undefined
    this.#other = undefined
    return this.scanner.takeRest(other)
  }

  /** The beginning of a line that has not ended; the reader forgets it. */
  takePartialLine(): Uint8Array {
    return this.scanner.takePartialLine()
  }

  /** End of one file of a set: its last line is complete, events in flight go on into the next file. */
  endFile(): boolean {
    return this.scanner.end()
  }

  /** End of the last input: delivers all events in flight. */
  end(): boolean {
    return this.scanner.end() && this.scan.flush()
  }

  /** End of the last input with a checkpoint in force: delivers the complete events and drops the others. */
  endAtCheckpoint(): boolean {
    return this.scanner.end() && this.scan.flushComplete()
  }

  /**
   * For a feed that may fall silent: delivers the events that are complete at a time, in seconds since 1970-01-01 UTC, such
   * as `Date.now() / 1000`. Returns false when the sink has said stop.
   */
  age(now: number): boolean {
    return this.scan.age(now)
  }

  /** Delivers all events in flight, complete or not; half a line stays, and the next chunk completes it. */
  flush(): boolean {
    return this.scan.flush()
  }

  flushIdle(keepIncomplete: boolean): boolean {
    this.scanner.dropPartialLine()
    return keepIncomplete ? this.scan.flushComplete() : this.scan.flush()
  }

  /** Bytes pushed so far. */
  get bytesRead(): number {
    return this.scanner.counters.bytes
  }

  /** How many events are in flight. */
  get eventsInFlight(): number {
    return this.scan.inFlight
  }

  /** How much memory outside the heap the events in flight take, in bytes, without those of their lines. */
  get tableBytes(): number {
    return this.scan.tableBytes
  }

  /** The buffers that events in flight still refer to. */
  buffersInFlight(): Set<Uint8Array> {
    return this.scan.table.chunksInFlight()
  }

  /** The counts of lines alone, which go on with the next chunk: all {@link counters} take longer to put together. */
  get lineCounters(): Pick<LogCounters, 'lines' | 'cutLines'> {
    return this.scanner.counters
  }

  /** What has been counted so far. */
  get counters(): LogCounters {
    return {
      ...this.scanner.counters,
      ...this.scan.counters,
      malformed: { ...this.malformed },
      outsideWindow: this.scan.outsideWindow,
      firstStamp: this.scan.firstStamp,
    }
  }
}

function marksOf({ interest, passed }: LogReaderOptions): InterestMarks | undefined {
  if (passed !== undefined) return InterestMarks.except(passed)
  return interest === undefined ? undefined : new InterestMarks(interest)
}
