/** A report in a form for programs, written into a sink. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { type ReportOptions, valueContext } from '../context.ts'
import type { PrintedReport } from '../print-report.ts'
import type { ReportChoice } from '../registry.ts'
import { csvForm } from './csv.ts'
import { emitReport, rowFields } from './emit-report.ts'
import { jsonForm, ndjsonForm } from './json.ts'
import type { RowWriterForm } from './row-form.ts'

/** The forms: one JSON object, a JSON object a line, comma-separated values. */
export const ROW_FORMATS = ['json', 'ndjson', 'csv'] as const
export type RowFormat = (typeof ROW_FORMATS)[number]

/** How rows are written. */
export interface RowFormatOptions {
  readonly format: RowFormat
  /** `--raw-csv`: no apostrophe before text that a spreadsheet would take for a formula. */
  readonly rawCsv?: boolean | undefined
}

/**
 * Writes a report's rows into a sink as they come. There is no title, and nothing is written before the first row or the end
 * of the log, so that an input that cannot be opened does not leave half a document.
 *
 * @throws {RangeError} when a summary is asked for that the report does not have
 */
export function writeReportRows(
  report: ReportChoice,
  summary: boolean,
  options: ReportOptions & RowFormatOptions,
  sink: ByteSink,
): PrintedReport {
  const form = rowForm(report, summary, options, sink)
  let begun = false
  const begin = (): void => {
    if (!begun) form.begin()
    begun = true
  }
  const run = emitReport(report, summary, options, (row) => {
    begin()
    form.row(row)
  })
  return {
    title: '',
    run: {
      ...run,
      end(log) {
        const status = run.end(log)
        begin()
        form.end()
        return status
      },
    },
  }
}

function rowForm(
  report: ReportChoice,
  summary: boolean,
  options: ReportOptions & RowFormatOptions,
  sink: ByteSink,
): RowWriterForm {
  if (options.format === 'json') return jsonForm(report, summary, sink)
  if (options.format === 'ndjson') return ndjsonForm(sink)
  const cells = { escape: valueContext(options).escape, raw: options.rawCsv ?? false }
  return csvForm(rowFields(report, summary), cells, sink)
}
