/** A report as csv: RFC 4180, with a line of names; what is not known is empty. */
import type { TextTable } from './cells.ts'

export function renderCsv({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** Text of a log must not become a formula of a spreadsheet: it gets an apostrophe before it. */
function field(value = ''): string {
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+$/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
