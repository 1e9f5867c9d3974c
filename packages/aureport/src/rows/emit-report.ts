/** A report as objects: a row per line. */
import type { CellValue } from '../columns/column.ts'
import type { ReportOptions } from '../context.ts'
import { emitDetailed } from '../detailed-run.ts'
import { emitLogTimes } from '../log-times.ts'
import { COUNT_NAMES } from '../main-summary/counts.ts'
import { emitMainSummary } from '../main-summary/main-lines.ts'
import { noSummary } from '../print-report.ts'
import { type ReportName, reportDefinition, reportListings } from '../registry.ts'
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
  name: ReportName,
  summary: boolean,
  options: ReportOptions,
  emit: EmitRow,
): ReportRun {
  if (name === 'summary') return emitMainSummary(options, emit)
  if (name === 'log') {
    if (summary) throw noSummary(name)
    return emitLogTimes(options, (row) => emit({ ...row }))
  }
  const definition = reportDefinition(name)
  if (!summary) return emitDetailed(definition, options, emit)
  if (definition.summary === undefined) throw noSummary(name)
  return emitSummary(definition, definition.summary, options, (row) => emit({ ...row }))
}

/** The fields of a report's rows, in order. */
export function rowFields(name: ReportName, summary: boolean): readonly string[] {
  if (name === 'summary') return ['first', 'last', ...COUNT_NAMES]
  if (summary) return ['total', 'key']
  return reportListings.find((listing) => listing.name === name)?.fields ?? []
}
