/** A report as `aureport` prints it: a title block, then lines. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { ReportOptions } from './context.ts'
import { printDetailed } from './detailed-run.ts'
import { logTimesTitle, printLogTimes } from './log-times.ts'
import { mainTitle, printMainSummary } from './main-summary/main-lines.ts'
import { type ReportChoice, reportDefinition, reportName } from './registry.ts'
import type { ReportRun } from './report-run.ts'
import { printSummary } from './summary/summary-run.ts'
import { detailedTitle, summaryTitle } from './title-block.ts'

/** A report that is being printed. */
export interface PrintedReport {
  /** What comes first, even when the log cannot be opened. */
  readonly title: string
  readonly run: ReportRun
}

/**
 * Prints a report into a sink; the title is the caller's to print. Text in the sink is bytes of the log, and latin1.
 *
 * @throws {RangeError} when a summary is asked for that the report does not have
 */
export function printReport(
  report: ReportChoice,
  summary: boolean,
  options: ReportOptions,
  sink: ByteSink,
): PrintedReport {
  if (report === 'summary') return { title: mainTitle(options), run: printMainSummary(options, sink) }
  if (report === 'log') {
    if (summary) throw noSummary(report)
    return { title: logTimesTitle(), run: printLogTimes(options, sink) }
  }
  const definition = reportDefinition(report)
  if (!summary) {
    return { title: detailedTitle(definition.detailed), run: printDetailed(definition, options, sink) }
  }
  if (definition.summary === undefined) throw noSummary(report)
  return {
    title: summaryTitle(definition.summary, options),
    run: printSummary(definition, definition.summary, options, sink),
  }
}

/** The error for asking for a summary that the report does not have. */
export function noSummary(report: ReportChoice): RangeError {
  return new RangeError(`The report "${reportName(report)}" has no summary; ask for its rows`)
}
