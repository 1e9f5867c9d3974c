/** The reports of ts-aureport: as it prints them, and as typed rows. */
export { ByteSink } from '@ts-audit/auparse/internal'
export type { CellValue, Column, Columns, RowOf } from './columns/column.ts'
export {
  pid as pidColumn,
  serial as serialColumn,
  success as successColumn,
} from './columns/event-columns.ts'
export { commOf, exeOf, textColumn } from './columns/text-columns.ts'
export { auidColumn } from './columns/user-columns.ts'
export type { ReportOptions } from './context.ts'
export type { LogTimesRow } from './log-times.ts'
export type { MainCount } from './main-summary/counts.ts'
export type { MainSummary } from './main-summary/main-lines.ts'
export { type PrintedReport, printReport } from './print-report.ts'
export {
  type EventReportName,
  type ReportChoice,
  type ReportListing,
  type ReportName,
  reportListings,
} from './registry.ts'
export { type ReportRowOf, type ReportSource, report } from './report.ts'
export { defineReport, type ReportDefinition } from './report-definition.ts'
export type { ReportRow } from './report-row.ts'
export type { ReportRun } from './report-run.ts'
export { type AnyRow, rowFields } from './rows/emit-report.ts'
export { ROW_FORMATS, type RowFormat, type RowFormatOptions, writeReportRows } from './rows/write-rows.ts'
export { type SummaryForm, textCounter } from './summary/summary-form.ts'
export type { SummaryRow } from './summary/summary-run.ts'
export { type TypeSet, typeSet } from './type-set.ts'
