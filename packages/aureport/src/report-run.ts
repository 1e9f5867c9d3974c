/** One run of a report over a log: what every form of every report offers to the reader of the log. */
import type { EventSink, LogCounters } from '@ts-audit/log'

/** Where a report's rows or lines go, and what it needs to be told. */
export interface ReportRun {
  /** Takes the events of the log, in their order. */
  readonly sink: EventSink
  /** A file begins; `name` is its path as used, `stdin` for a pipe. */
  startFile?(name: string): void
  /** A file has ended, and its last events have been delivered. */
  endFile?(): void
  /** The log has ended. Gives the exit status of the command. */
  end(log: Pick<LogCounters, 'firstStamp'>): 0 | 1
}
