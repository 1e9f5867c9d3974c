/** A report as a table for a terminal: control characters in it, which a log may hold, are written as escapes. */
import type { TextTable } from './cells.ts'

const GAP = '  '
const UNKNOWN = '-'

export function renderTable({ title, columns, isNumber, rows, remark }: TextTable): string {
  const heading = columns.map((column) => column.replaceAll('_', ' '))
  const cells = rows.map((row) => row.map((value) => (value === undefined ? UNKNOWN : visible(value))))
  const widths = heading.map((name, index) =>
    cells.reduce((width, row) => Math.max(width, row[index]?.length ?? 0), name.length),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const width = widths[index] ?? 0
        return isNumber[index] === true ? cell.padStart(width) : cell.padEnd(width)
      })
      .join(GAP)
      .trimEnd()
  const body = cells.length === 0 ? ['(nothing)'] : [line(heading), ...cells.map(line)]
  const end = remark === undefined ? [] : ['', remark]
  return `${[title, '', ...body, ...end].join('\n')}\n`
}

/** Control characters, also those of C1, and characters that turn the direction of text. */
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

function visible(text: string): string {
  return text.replace(HIDDEN, (char) => `\\x{${char.charCodeAt(0).toString(16)}}`)
}
