/** What a command does with a log: the part of a run that is its own. */
import type { InputChoice, InputReader } from '@ts-audit/inputs'
import type { EventInterest, EventSink, LogCounters, PassedEvents } from '@ts-audit/log'
import type { ReadInputOptions, ReadResult } from '../input/read-input.ts'

/** What reading a log came to, for the end of a job. */
export interface LogResult extends ReadResult {
  readonly counters: LogCounters
  /** What was said of the input: what was not read of it, or lost. */
  readonly notes: readonly string[]
}

/** A search or a report that is about to be made. */
export interface LogJob extends Pick<ReadInputOptions, 'startFile' | 'endFile' | 'silentPipe' | 'narrow'> {
  /** Takes the events of the log, in their order. */
  readonly sink: EventSink
  /** The events it has to be given; by default all. */
  readonly interest?: EventInterest | undefined
  /**
   * From how many bytes of log on another thread reads a part of it, of which only the events of {@link interest} come back;
   * undefined for never.
   */
  readonly sharedFrom?: number | undefined
  /** Takes the lines of events that {@link sink} need not take, where a reader can give them without looking at the events. */
  readonly passed?: PassedEvents | undefined
  /** Which forms of input are read where `--input-format` does not say. */
  readonly choice: InputChoice
  /** Whether nothing is asked of what lies outside the time window, so that it need not be read. */
  readonly skipsOutsideWindow?: boolean | undefined
  /** Whether the reader is asked where lines of auditd's log stand, which costs a part of the time. */
  readonly keepsPlaces?: boolean | undefined
  /** Given the reader before it reads, to ask it where events came from. */
  readonly reading?: ((reader: InputReader) => void) | undefined
  /** Told about messages that an input says are missing, with the id of a record beside them. */
  readonly onMissing?: ((count: number, event: string) => void) | undefined
  /** Told about lines that are no record: the index of the input, the line there, and its beginning. */
  readonly onMalformed?: ((input: number, line: number, text: string) => void) | undefined
  /** Takes a text for stderr that belongs after those of the events taken so far; by default they are written at once. */
  readonly note?: ((text: string) => void) | undefined
  /** Completes the output of the events taken so far, between chunks; gives what to wait for, if anything. */
  readonly flush?: (() => Promise<void> | undefined) | undefined
  /** Output is handed on between chunks once this many bytes have gathered. */
  readonly writeBytes: number
  /** With a checkpoint in force, only complete events are delivered at the end. */
  readonly keepIncomplete?: boolean | undefined
  /** After {@link end}: what the job left out, a line each, for stderr. */
  readonly remarks?: (() => readonly string[]) | undefined
  /** The log has ended: gives the exit status. */
  readonly end: (result: LogResult) => number | Promise<number>
}
