/** A reader of a part of a log, so that several can share one. */
import type { LogEvent } from './event.ts'
import { BaseLogReader, type LogCounters, type LogReaderOptions } from './log-reader.ts'
import { portableScan } from './scan/portable-scan.ts'

/** What is counted in a part that holds nothing but records. */
export type PartCounts = Pick<
  LogCounters,
  'lines' | 'records' | 'events' | 'loneEndOfEvents' | 'outsideWindow'
>

/** {@link LogReaderOptions}, and who follows the reader through its part. */
export interface PartReaderOptions extends LogReaderOptions {
  /**
   * Told each time that an event begins in a later second than all before, when what it completes was given; returns false when it
   * has heard enough.
   */
  readonly onSecond?: ((second: number) => boolean) | undefined
}

/**
 * A `LogReader` that can begin and stop within a log. Two readers that share it overlap: the first goes on beyond the line at which the
 * second has begun, to where what comes next is the same for both ({@link stopFrom}), and the second gives nothing before
 * ({@link resumeAt}).
 *
 * That place is the beginning of an event, later by the time-out than all before that line: it completes them (spec 01 §4.2). All
 * that is in flight then has begun behind the line, unless the second reader has given away what the first one still holds: an event
 * that was complete at once, for a record of its type is an event of its own, with nothing before it that was open. Where such an
 * event is as young as what is in flight, the place is a later one.
 */
export class PartReader extends BaseLogReader {
  readonly #tell: ((second: number) => boolean) | undefined
  #onSecond: (second: number) => boolean = () => true
  #isCatchingUp = false
  #hasReachedStop = false
  /** How many ties there were when the reader went on elsewhere; infinite for one that has read all from its beginning. */
  #knownTies = Number.POSITIVE_INFINITY

  /** @throws {TypeError} without a sink */
  constructor(options: PartReaderOptions) {
    const { onSecond, sink } = options
    const give = (event: LogEvent): unknown => {
      if (this.hasLostOrder) return false
      return this.#isCatchingUp || sink(event)
    }
    super({ ...options, sink: give }, portableScan, (second) => this.#onSecond(second))
    this.#tell = onSecond
    if (onSecond !== undefined) this.#tellSeconds(onSecond)
  }

  /** Begins another part, of which nothing has been read; what has been counted stays. */
  restart(): void {
    this.forget()
    this.scan.forgetSeconds()
    if (this.#tell !== undefined) this.#tellSeconds(this.#tell)
  }

  /** The latest second in which an event has begun; -Infinity before the first. */
  get latestSecond(): number {
    return this.scan.latestSecond
  }

  /**
   * Whether the order of two events has hung on nothing but their slots in the reference's table (spec 01 §4.2 rule 3), which depend
   * on all that was read before.
   */
  get hasTies(): boolean {
    return this.scan.ties > 0
  }

  /** Whether the same has happened since {@link resumeAt}: then nothing is given any more, for it might be in another order. */
  get hasLostOrder(): boolean {
    return this.#knownTies !== Number.POSITIVE_INFINITY && this.scan.ties > this.#knownTies
  }

  /** Stops when an event has begun in this second or a later one, and what that completes was given: then `push` returns false. */
  stopFrom(second: number): void {
    this.#hasReachedStop = false
    this.#onSecond = () => {
      this.#hasReachedStop = true
      return false
    }
    this.scan.beginPart()
    this.scan.announceFrom(second)
  }

  /** Whether `push` has returned false because of {@link stopFrom}. */
  get hasReachedStop(): boolean {
    return this.#hasReachedStop
  }

  /** Forgets what is in flight, without giving or counting it: another reader has it. */
  forget(): void {
    this.scan.forget()
    this.scanner.restart()
    this.#hasReachedStop = false
  }

  /**
   * Goes on at the beginning of another line, with nothing in flight. Until an event has begun in this second or a later one, and
   * what that completes is past, events are neither given nor counted.
   */
  resumeAt(second: number): void {
    this.forget()
    this.#isCatchingUp = true
    this.#knownTies = Math.min(this.#knownTies, this.scan.ties)
    const before = this.partCounts
    this.#onSecond = () => {
      this.#isCatchingUp = false
      this.scan.announceFrom(Number.POSITIVE_INFINITY)
      this.#setCounts(before)
      return true
    }
    this.scan.beginPart()
    this.scan.announceFrom(second)
  }

  /** Whether events are not given yet, after {@link resumeAt}. */
  get isCatchingUp(): boolean {
    return this.#isCatchingUp
  }

  /** Whether nothing but whole records has come. */
  get isPure(): boolean {
    const { cutLines, nulLines } = this.scanner.counters
    const { noType, noMessage, noStamp, badStamp } = this.malformed
    return cutLines + nulLines + noType + noMessage + noStamp + badStamp === 0
  }

  get partCounts(): PartCounts {
    const { lines } = this.scanner.counters
    return { lines, ...this.scan.counters, outsideWindow: this.scan.outsideWindow }
  }

  /** Counts what another reader has counted between two places. */
  countAlso(from: PartCounts, to: PartCounts): void {
    const counted = this.partCounts
    this.#setCounts({
      lines: counted.lines + to.lines - from.lines,
      records: counted.records + to.records - from.records,
      events: counted.events + to.events - from.events,
      loneEndOfEvents: counted.loneEndOfEvents + to.loneEndOfEvents - from.loneEndOfEvents,
      outsideWindow: counted.outsideWindow + to.outsideWindow - from.outsideWindow,
    })
  }

  /** Goes on counting bytes from here: so many come before what is pushed next. */
  moveTo(bytes: number): void {
    this.scanner.counters.bytes = bytes
  }

  #setCounts({ lines, outsideWindow, ...counters }: PartCounts): void {
    this.scanner.counters.lines = lines
    Object.assign(this.scan.counters, counters)
    this.scan.outsideWindow = outsideWindow
  }

  #tellSeconds(onSecond: (second: number) => boolean): void {
    this.#onSecond = (second) => {
      this.scan.announceFrom(onSecond(second) ? second + 1 : Number.POSITIVE_INFINITY)
      return true
    }
    this.scan.announceFrom(Number.NEGATIVE_INFINITY)
  }
}
