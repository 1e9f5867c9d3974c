/** A report for programs: the rows of a log as typed objects. */
import { type ByteSource, LogReader, type LogReaderOptions } from '@ts-audit/log'
import { iterableOf, streamOf } from '@ts-audit/log/internal'
import type { Columns, RowOf } from './columns/column.ts'
import type { ReportOptions } from './context.ts'
import type { LogTimesRow } from './log-times.ts'
import type { MainSummary } from './main-summary/main-lines.ts'
import type { EventReportName, eventReports, ReportName } from './registry.ts'
import type { ReportDefinition } from './report-definition.ts'
import { decodeRow } from './rows/decode-row.ts'
import { type AnyRow, emitReport } from './rows/emit-report.ts'
import type { SummaryRow } from './summary/summary-run.ts'

/** Bytes read before rows are handed on. */
const PIECE = 1 << 18

/** What {@link report} reads, and how. */
export interface ReportSource extends ReportOptions {
  /** The log's bytes: chunks of any size, or the log as one array. */
  readonly source: ByteSource
  /** What the log is called in the report `log`. */
  readonly sourceName?: string | undefined
  /** Seconds after which an event counts as complete; default 2. */
  readonly eventTimeout?: LogReaderOptions['eventTimeout']
}

type DetailedRow<Name extends EventReportName> =
  (typeof eventReports)[Name] extends ReportDefinition<infer C>
    ? C extends Columns
      ? RowOf<C>
      : never
    : never

/** The row of each report, by the report's name. */
export type ReportRowOf<Name extends ReportName> = Name extends EventReportName
  ? DetailedRow<Name>
  : Name extends 'log'
    ? LogTimesRow
    : MainSummary

/**
 * The totals of a report's keys, the largest first.
 *
 * @throws {RangeError} when the report has no summary (`log` and `tty`), and whatever the source throws
 */
export function report(
  name: EventReportName,
  options: ReportSource & { readonly summary: true },
): AsyncGenerator<SummaryRow, void, undefined>
/**
 * The rows of a report, in the order of the log's events. Text is decoded as UTF-8.
 *
 * @throws whatever the source throws; nothing a log can hold makes it throw
 */
export function report<Name extends ReportName>(
  name: Name,
  options: ReportSource & { readonly summary?: false | undefined },
): AsyncGenerator<ReportRowOf<Name>, void, undefined>
export async function* report(
  name: ReportName,
  options: ReportSource & { readonly summary?: boolean | undefined },
): AsyncGenerator<unknown, void, undefined> {
  let ready: AnyRow[] = []
  const run = emitReport(name, options.summary ?? false, options, (row) => {
    ready.push(decodeRow(row))
  })
  const { start, end, eventTimeout } = options
  const reader = new LogReader({ sink: run.sink, start, end, eventTimeout })
  run.startFile?.(options.sourceName ?? 'log')
  for await (const chunk of chunksOf(options.source)) {
    reader.push(chunk)
    yield* ready
    ready = []
  }
  reader.end()
  run.endFile?.()
  run.end(reader.counters)
  yield* ready
}

function chunksOf(source: ByteSource): ReturnType<typeof iterableOf> {
  return source instanceof Uint8Array ? pieces(source) : iterableOf(streamOf(source))
}

/** Rows wait until a chunk is read: a whole log in one chunk would gather all of them. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}
