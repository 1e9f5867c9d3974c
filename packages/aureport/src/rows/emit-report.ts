/** A report as objects: a row per line. */
import { type CellValue, fieldsOf } from '../columns/column.ts'
import type { ReportOptions } from '../context.ts'
import { emitDetailed } from '../detailed-run.ts'
import { emitLogTimes } from '../log-times.ts'
import { COUNT_NAMES } from '../main-summary/counts.ts'
import { emitMainSummary } from '../main-summary/main-lines.ts'
import { noSummary } from '../print-report.ts'
import { type ReportChoice, reportDefinition, reportListings } from '../registry.ts'
import type { ReportRun } from '../report-run.ts'
import { emitSummary } from '../summary/summary-run.ts'

/** A row of any report. Text is latin1, one character per byte of the log. */
export type AnyRow = Readonly<Record<string, CellValue>>

/** Takes a row; `text` of it is latin1. */
export type EmitRow = (row: AnyRow) => void

/**
 * Gives the rows of a report as they come.
 *
 * @throws {RangeError} when a summary is asked for that the report does not have
 */
export function emitReport(
  report: ReportChoice,
  summary: boolean,
  options: ReportOptions,
  emit: EmitRow,
): ReportRun {
  if (report === 'summary') return emitMainSummary(options, emit)
  if (report === 'log') {
    if (summary) throw noSummary(report)
    return emitLogTimes(options, (row) => emit({ ...row }))
  }
  const definition = reportDefinition(report)
  if (!summary) return emitDetailed(definition, options, emit)
  if (definition.summary === undefined) throw noSummary(report)
  return emitSummary(definition, definition.summary, options, (row) => emit({ ...row }))
}

/** The fields of a report's rows, in order. */
export function rowFields(report: ReportChoice, summary: boolean): readonly string[] {
  if (report === 'summary') return ['first', 'last', ...COUNT_NAMES, 'skipped']
  if (summary) return ['total', 'key']
  if (typeof report !== 'string') return fieldsOf(report.detailed.columns)
  return reportListings.find((listing) => listing.name === report)?.fields ?? []
}
