/** A view for people: a title, columns and rows of text, and its printed form in aureport's manner. */

import type { LoaderField } from '../fields/process.ts'

/** How values are shown. */
export interface ViewOptions {
  /** Shows a point in time given in milliseconds since 1970; default UTC to the millisecond. */
  readonly formatTime?: ((milliseconds: number) => string) | undefined
  /** Shows a user of a node; default the number, `unset` for 4294967295. */
  readonly formatUser?: ((id: number, node: string | undefined) => string) | undefined
  /** Shows text from the log (latin1); default as it is. Escaping belongs here. */
  readonly formatText?: ((text: string) => string) | undefined
  /** True shows systemd's short-lived programs row by row instead of as one counted row for each loader. */
  readonly all?: boolean | undefined
  /** What the report tells loaders apart by; default as in `DEFAULT_LOADER_FIELDS`. */
  readonly loaderFields?: readonly LoaderField[] | undefined
  /** The command that prints events, given their ids with their node; default `ts-ausearch -a` with these. */
  readonly searchCommand?: ((ids: readonly string[]) => string) | undefined
  /** A systemd program that lived at most this many milliseconds is short-lived; default as in `DEFAULT_THRESHOLDS`. */
  readonly shortLivedMs?: number | undefined
  /** Characters of a line, as on a terminal: columns are aligned, and long values shortened; default they are not. */
  readonly width?: number | undefined
}

/** A view; its rows are made as they are read. */
export interface View {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: Iterable<readonly string[]>
  /** From this column on, each value is printed on a line of its own below the row; default none. */
  readonly below?: number | undefined
}

/** Printed when a view has no rows. */
const NOTHING = ['<no events of interest were found>', '']

/** The view as lines without their newlines: title, rule, columns, rule, numbered rows. */
export function* viewLines({ title, columns, rows, below }: View): Generator<string, void, undefined> {
  const inRow = below ?? columns.length
  const heading = `# ${columns.slice(0, inRow).join(' ')}`
  const rule = '='.repeat(heading.length)
  yield* ['', title, rule, heading, rule]
  let number = 0
  for (const row of rows) {
    let line = `${++number}.`
    for (let at = 0; at < inRow; at++) line += row[at] === '' ? ' ?' : ` ${row[at]}`
    yield line
    for (let at = inRow; at < row.length; at++) if (row[at] !== '') yield `   ${columns[at]}: ${row[at]}`
  }
  if (number === 0) yield* NOTHING
}

/** The view as CSV lines (RFC 4180) without their line ends, the columns first. Every value is as the view shows it. */
export function* viewCsv({ columns, rows }: View): Generator<string, void, undefined> {
  yield columns.map(csvValue).join(',')
  for (const row of rows) yield row.map(csvValue).join(',')
}

/** Quoted when necessary; a value that a spreadsheet would run as a formula is quoted and begins with an apostrophe. */
function csvValue(value: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d+(?:\.\d+)?$)/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe
}
