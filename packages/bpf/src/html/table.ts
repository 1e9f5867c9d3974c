/** A table of the page: plain HTML that the script can sort and filter. */
import { escapeHtml } from './escape.ts'

/** A column: its heading, what it shows (latin1), and the number it sorts by when that is not the text. */
export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string
  readonly sort?: (row: Row) => number | undefined
  /** Class of its cells, and of its heading. */
  readonly look?: 'number' | 'time' | 'date' | 'name'
  /** Class of what is in a cell. */
  readonly mark?: (row: Row) => string
  /** More of the same, hidden until asked for. */
  readonly more?: (row: Row) => readonly string[]
}

/** More rows than this are left out, and the page says so. */
export const ROW_LIMIT = 1000

/** What a table shows the first of. */
export interface Items<Row> extends Iterable<Row> {
  readonly length: number
}

/** A table without the columns in which every row is empty. */
export function table<Row>(id: string, all: readonly Column<Row>[], items: Items<Row>): string {
  const { length } = items
  if (length === 0) return `<p id="${id}">None.</p>`
  const rows = firstOf(items)
  const columns = all.filter((column) => rows.some((row) => column.text(row) !== ''))
  const head = columns.map(heading).join('')
  let body = ''
  for (const row of rows) body += `<tr>${columns.map((column) => cell(column, row)).join('')}</tr>\n`
  const left = rows.length < length ? `<p>The first ${rows.length} of ${length} rows.</p>` : ''
  const filter = `<input type="search" data-table="${id}" placeholder="Filter" aria-label="Filter the table"><span class="shown" aria-live="polite"></span>`
  return `${left}<div class="table">${filter}<div class="scroll" role="region" aria-label="Rows of the table" tabindex="0"><table id="${id}"><thead><tr>${head}</tr></thead><tbody>\n${body}</tbody></table></div></div>`
}

function firstOf<Row>(items: Items<Row>): Row[] {
  const rows: Row[] = []
  for (const item of items) {
    if (rows.length === ROW_LIMIT) break
    rows.push(item)
  }
  return rows
}

function heading<Row>({ title, look }: Column<Row>): string {
  return `<th scope="col"${look === 'number' ? ' class="number"' : ''}><button type="button">${escapeHtml(title)}</button></th>`
}

function cell<Row>({ text, sort, look, mark, more }: Column<Row>, row: Row): string {
  const attributes = `${look === undefined ? '' : ` class="${look}"`}${sort === undefined ? '' : ` data-sort="${sort(row) ?? -1}"`}`
  const shown = escapeHtml(text(row))
  const content = mark === undefined ? shown : `<span class="${mark(row)}">${shown}</span>`
  const rest = more?.(row) ?? []
  if (rest.length === 0) return `<td${attributes}>${content}</td>`
  const hidden = rest.map(escapeHtml).join('<br>')
  return `<td${attributes}><details><summary>${content} and ${rest.length} more</summary>${hidden}</details></td>`
}
