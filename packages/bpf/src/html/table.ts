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
  /** Where on the page its text leads. */
  readonly anchor?: (row: Row) => string | undefined
  /** What a cell shows instead of its text: several texts, each of which can lead somewhere. */
  readonly parts?: (row: Row) => readonly Part[]
}

/** One of several texts of a cell. */
export interface Part {
  readonly text: string
  readonly anchor?: string | undefined
}

/** What a table says of itself. */
export interface TableSettings<Row> {
  /** Who cannot see the heading above it is told this. */
  readonly caption: string
  /** The name of a row, for links to it. */
  readonly rowId?: ((row: Row, place: number) => string | undefined) | undefined
}

/** More rows than this are left out, and the page says so. */
export const ROW_LIMIT = 1000
/**
 * Rows that the browser makes at once. The others wait as text, which is no work, until they are scrolled to, sorted,
 * filtered or printed; without a script they are a second table.
 */
export const ROWS_AT_ONCE = 100

/** What a table shows the first of. */
export interface Items<Row> extends Iterable<Row> {
  readonly length: number
}

/** A table without the columns in which every row is empty. */
export function table<Row>(
  id: string,
  all: readonly Column<Row>[],
  items: Items<Row>,
  { caption, rowId }: TableSettings<Row>,
): string {
  const { length } = items
  if (length === 0) return `<p id="${id}">None.</p>`
  const rows = firstOf(items)
  const columns = all.filter((column) => rows.some((row) => column.text(row) !== ''))
  const head = columns.map(heading).join('')
  const lines = rows.map((row, place) => {
    const name = rowId?.(row, place)
    const attribute = name === undefined ? '' : ` id="${name}"`
    return `<tr${attribute}>${columns.map((column) => cell(column, row)).join('')}</tr>`
  })
  const first = lines.slice(0, ROWS_AT_ONCE).join('\n')
  const rest = lines.slice(ROWS_AT_ONCE).join('\n')
  const waiting = rest === '' ? '' : `<noscript><table><tbody>\n${rest}\n</tbody></table></noscript>`
  const left = rows.length < length ? `<p>The first ${rows.length} of ${length} rows.</p>` : ''
  const filter = `<input type="search" data-table="${id}" placeholder="Filter" aria-label="Filter: ${escapeHtml(caption)}"><span class="shown" aria-live="polite"></span><span class="hint">Wider than the screen: scroll sideways.</span>`
  return `${left}<div class="table">${filter}<div class="scroll" role="region" aria-label="${escapeHtml(caption)}" tabindex="0"><table id="${id}"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${first}\n</tbody></table>${waiting}</div></div>`
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

function cell<Row>({ text, sort, look, mark, anchor, parts }: Column<Row>, row: Row): string {
  const attributes = `${look === undefined ? '' : ` class="${look}"`}${sort === undefined ? '' : ` data-sort="${sort(row) ?? -1}"`}`
  if (parts !== undefined) return `<td${attributes}>${parts(row).map(linked).join(' ')}</td>`
  const shown = linked({ text: text(row), anchor: anchor?.(row) })
  return `<td${attributes}>${mark === undefined ? shown : `<span class="${mark(row)}">${shown}</span>`}</td>`
}

/** Anchors are made by the page, never of text from the log. */
function linked({ text, anchor }: Part): string {
  const shown = escapeHtml(text)
  return anchor === undefined ? shown : `<a href="#${anchor}">${shown}</a>`
}
