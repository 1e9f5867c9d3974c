/** What the forms of rows have in common. */
import type { EmitRow } from './emit-report.ts'

/** Writes rows, one after the other, between a beginning and an end. */
export interface RowWriterForm {
  begin(): void
  readonly row: EmitRow
  end(): void
}
