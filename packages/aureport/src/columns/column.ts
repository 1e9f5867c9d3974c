/** A column of a detailed report: how it is printed, and the value it gives to a program. */
import type { ReportRow } from '../report-row.ts'
import type { RowWriter } from '../row-writer.ts'

/** What a column can hold. Text is latin1, one character per byte; null stands for what the log does not say. */
export type CellValue = string | number | boolean | null

export interface Column<Value extends CellValue> {
  /** Writes the cell as `aureport` prints it. */
  readonly write: (row: ReportRow, out: RowWriter) => void
  /** The cell's value. */
  readonly value: (row: ReportRow) => Value
}

/** Columns by field name, in the order of the printed line. */
export type Columns = Readonly<Record<string, Column<CellValue>>>

/** A row as an object: the event's time, then a field per column, then the event's id. */
export type RowOf<C extends Columns> = { readonly time: string | null; readonly event: string } & {
  readonly [Field in keyof C]: C[Field] extends Column<infer Value> ? Value : never
}

/** The fields of rows with these columns, in order. */
export function fieldsOf(columns: Columns): readonly string[] {
  return ['time', ...Object.keys(columns), 'event']
}
