/**
 * A report as one JSON object: `schema`, `report`, `rows`, and `isCut`, which says whether there are more rows; times are ISO 8601 in
 * UTC.
 */
import type { Report } from '../make-report.ts'
import type { ReportName } from '../registry.ts'

export function renderJson<Name extends ReportName>({ name, rows, isCut }: Report<Name>): string {
  const head = `{"schema":"ts-audit-fleet-report/1","report":${JSON.stringify(name)},"rows":[`
  return `${head}${rows.map((row) => `\n${JSON.stringify(row)}`).join(',')}\n],"isCut":${isCut}}\n`
}
