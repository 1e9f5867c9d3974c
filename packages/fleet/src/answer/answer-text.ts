/** An answer as text: a table for people, or JSON and csv for programs. */
import type { QueryAnswer, Value } from '../engine.ts'
import { cellText, jsonValue } from './plain-value.ts'

export const ANSWER_FORMATS = ['table', 'json', 'ndjson', 'csv'] as const
export type AnswerFormat = (typeof ANSWER_FORMATS)[number]

/** A table is laid out by its rows, which are kept for it: of a longer one the rest follows as it comes. */
const ROWS_MEASURED = 1000

/**
 * The text, in pieces that end at a line; unchanged, so that it is not safe for a terminal.
 */
export async function* answerText(answer: QueryAnswer, format: AnswerFormat): AsyncGenerator<string> {
  if (format === 'table') yield* tableText(answer)
  else if (format === 'csv') yield* csvText(answer)
  else if (format === 'ndjson') yield* ndjsonText(answer)
  else yield* jsonText(answer)
}

async function* ndjsonText({ columns, rows }: QueryAnswer): AsyncGenerator<string> {
  for await (const piece of rows) yield piece.map((row) => `${objectText(columns, row)}\n`).join('')
}

async function* jsonText({ columns, rows }: QueryAnswer): AsyncGenerator<string> {
  let before = '[\n'
  for await (const piece of rows) {
    if (piece.length === 0) continue
    yield before + piece.map((row) => objectText(columns, row)).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}

function objectText(columns: readonly string[], row: readonly Value[]): string {
  const members = columns.map(
    (name, index) => `${JSON.stringify(name)}:${JSON.stringify(jsonValue(row[index]))}`,
  )
  return `{${members.join(',')}}`
}

/** As RFC 4180 has it, but with plain newlines. */
async function* csvText({ columns, rows }: QueryAnswer): AsyncGenerator<string> {
  yield `${columns.map(csvCell).join(',')}\n`
  for await (const piece of rows)
    yield piece.map((row) => `${row.map((value) => csvCell(cellText(value))).join(',')}\n`).join('')
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

async function* tableText({ columns, rows }: QueryAnswer): AsyncGenerator<string> {
  let kept: (readonly Value[])[] = []
  let widths: readonly number[] | undefined
  for await (const piece of rows) {
    if (widths !== undefined) {
      yield tableLines(piece, widths)
      continue
    }
    kept = kept.concat(piece)
    if (kept.length < ROWS_MEASURED) continue
    widths = widthsOf(columns, kept)
    yield tableHead(columns, widths) + tableLines(kept, widths)
  }
  if (widths !== undefined) return
  const measured = widthsOf(columns, kept)
  yield tableHead(columns, measured) + tableLines(kept, measured)
}

function widthsOf(columns: readonly string[], rows: readonly (readonly Value[])[]): readonly number[] {
  return columns.map((name, index) =>
    rows.reduce((width, row) => Math.max(width, cellText(row[index]).length), name.length),
  )
}

function tableHead(columns: readonly string[], widths: readonly number[]): string {
  const line = columns.map((name, index) => name.padEnd(widths[index] ?? 0)).join('  ')
  return `${line.trimEnd()}\n${widths.map((width) => '-'.repeat(width)).join('  ')}\n`
}

/** Numbers stand at the right. */
function tableLines(rows: readonly (readonly Value[])[], widths: readonly number[]): string {
  return rows
    .map((row) => {
      const cells = row.map((value, index) => {
        const width = widths[index] ?? 0
        const isNumber = typeof value === 'number' || typeof value === 'bigint'
        return isNumber ? cellText(value).padStart(width) : cellText(value).padEnd(width)
      })
      return `${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}
