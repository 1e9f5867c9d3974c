/** The reports of ts-aureport: as it prints them, and as typed rows. */
export type { CellValue, Column, Columns, RowOf } from './columns/column.ts'
export type { ReportOptions } from './context.ts'
export type { LogTimesRow } from './log-times.ts'
export type { MainCount } from './main-summary/counts.ts'
export type { MainSummary } from './main-summary/main-lines.ts'
export { type PrintedReport, printReport } from './print-report.ts'
export {
  type EventReportName,
  type ReportListing,
  type ReportName,
  reportListings,
} from './registry.ts'
export { type ReportRowOf, type ReportSource, report } from './report.ts'
export type { ReportRun } from './report-run.ts'
export { type AnyRow, rowFields } from './rows/emit-report.ts'
export { ROW_FORMATS, type RowFormat, type RowFormatOptions, writeReportRows } from './rows/write-rows.ts'
export type { SummaryRow } from './summary/summary-run.ts'
