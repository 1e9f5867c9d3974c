/** The values of a report as text. */
import type { Report } from '../make-report.ts'
import { type ReportName, reports } from '../registry.ts'

export interface TextTable {
  readonly title: string
  readonly columns: readonly string[]
  /** Whether each column holds numbers. */
  readonly isNumber: readonly boolean[]
  /** Undefined stands for what the store does not know. */
  readonly rows: readonly (readonly (string | undefined)[])[]
  /** What is to be said of rows that the table lacks. */
  readonly remark: string | undefined
}

export function textTable<Name extends ReportName>({ name, rows, isCut }: Report<Name>): TextTable {
  const { title, columns } = reports[name]
  const names = Object.keys(columns)
  const types = Object.values(columns)
  return {
    title,
    columns: names,
    isNumber: types.map((type) => type === 'count'),
    rows: rows.map((row) => names.map((column) => cellText(row[column as keyof typeof row]))),
    remark: isCut ? `These are the first ${rows.length} rows; there are more.` : undefined,
  }
}

function cellText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  return value instanceof Date ? value.toISOString() : String(value)
}
