/** A report that is about to be made: what to print first, who takes the events, what comes last. */
import type { PrintedReport } from '@ts-audit/aureport'
import type { LogReader, LogReaderOptions } from '@ts-audit/log'

/** What `makeReport` works through. */
export interface ReportJob extends PrintedReport {
  /** Makes the reader of the log, where other input than audit logs is understood. */
  readonly createReader?: (options: LogReaderOptions) => LogReader
  /** What is written once the log has ended, in pieces: bytes, or latin1 text. */
  readonly rest?: () => Iterable<string | Uint8Array>
}
