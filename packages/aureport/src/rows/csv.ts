/** Rows as comma-separated values: RFC 4180 quoting, lines that end in a newline. */
import { type EscapeMode, escapeText } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { CellValue } from '../columns/column.ts'
import type { RowWriterForm } from './row-form.ts'

/** How cells are written. */
export interface CsvOptions {
  /** What happens to control characters. */
  readonly escape: EscapeMode
  /** `--raw-csv`: do not put an apostrophe before text that a spreadsheet would take for a formula. */
  readonly raw: boolean
}

/** A header line with the field names, then a line per row; null is an empty cell. */
export function csvForm(fields: readonly string[], options: CsvOptions, sink: ByteSink): RowWriterForm {
  return {
    begin() {
      sink.writeText(`${fields.join(',')}\n`)
    },
    row(row) {
      sink.writeText(`${fields.map((field) => csvCell(row[field] ?? null, options)).join(',')}\n`)
    },
    end() {},
  }
}

/**
 * One cell. Text that begins with `=`, `+`, `-` or `@`, or with a tab or carriage return that hides one, could be run by
 * a spreadsheet: an apostrophe stops that.
 */
export function csvCell(value: CellValue, options: CsvOptions): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  const text = escapeText(options.escape, value)
  return quoted(!options.raw && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
