/** The lines above a report. */
import type { ReportOptions } from './context.ts'
import type { DetailedForm } from './report-definition.ts'
import type { SummaryForm } from './summary/summary-form.ts'

/** Printed instead of rows where there are none (spec 05 §11). */
export const NOTHING_FOUND = '<no events of interest were found>\n\n'

/** Above a detailed report. */
export function detailedTitle({
  title,
  heading,
  rules: [above, below],
}: Pick<DetailedForm<never>, 'title' | 'heading' | 'rules'>): string {
  return `\n${title}\n${rule(above)}${heading}\n${rule(below)}`
}

/** Above a summary. */
export function summaryTitle({ title, heading, rule: length }: SummaryForm, options: ReportOptions): string {
  const lines = rule(length)
  return `\n${resultPrefix(options)}${title} Summary Report\n${lines}total  ${heading}\n${lines}`
}

/** A title without columns. */
export function plainTitle(title: string, length: number): string {
  return `\n${title}\n${rule(length)}`
}

/** Summaries say when they are about one result only. */
export function resultPrefix({ result }: ReportOptions): string {
  return result === 'success' ? 'Success ' : result === 'failure' ? 'Failed ' : ''
}

function rule(length: number): string {
  return `${'='.repeat(length)}\n`
}
