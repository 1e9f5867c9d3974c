/** A report as people and programs take it. */
import type { Report } from '../make-report.ts'
import type { ReportName } from '../registry.ts'
import { textTable } from './cells.ts'
import { renderCsv } from './csv.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderTable } from './table.ts'

/** Forms of a report, by name. */
export const reportFormats = ['table', 'json', 'csv', 'html'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The text of a report, with a newline at its end. */
export function renderReport<Name extends ReportName>(report: Report<Name>, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return renderJson(report)
    case 'csv':
      return renderCsv(textTable(report))
    case 'html':
      return renderHtml(textTable(report))
    case 'table':
      return renderTable(textTable(report))
  }
}
