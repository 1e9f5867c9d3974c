/** A report as one JSON object: `schema`, `report`, `rows`; times are ISO 8601 in UTC. */
import type { Report } from '../make-report.ts'
import type { ReportName } from '../registry.ts'

export function renderJson<Name extends ReportName>({ name, rows }: Report<Name>): string {
  const head = `{"schema":"ts-audit-fleet-report/1","report":${JSON.stringify(name)},"rows":[`
  return `${head}${rows.map((row) => `\n${JSON.stringify(row)}`).join(',')}\n]}\n`
}
