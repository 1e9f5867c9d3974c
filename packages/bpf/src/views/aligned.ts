/** A view as a terminal shows it best: its columns aligned, and shortened to the width of the terminal. */
import { type View, type ViewOptions, viewLines } from './view.ts'

/** So many rows say how wide the columns are; later ones that are wider stand out. */
const MEASURED_ROWS = 2_000
/** Columns are made no narrower than the first, then than the second; then lines are too long. */
const NARROWEST = [10, 5] as const
/** A time is whole until other texts are that narrow, then it loses its seconds: `11/24/26 07:58..` */
const NARROWEST_TIME = 16
const TIME = /\d\d:\d\d/
const CUT = '..'
/** Numbers, with a unit or a sign of comparison, stand at the right. */
const NUMBER = /^(?:[<>]=)?-?\d[\d.,]*(?:ms|s|min|h|d)?$/

/** The lines of a view: aligned where there is a width, else as {@link viewLines} gives them. */
export function viewText(view: View, { width }: Pick<ViewOptions, 'width'>): Iterable<string> {
  return width === undefined ? viewLines(view) : alignedViewLines(view, width)
}

/** The lines of {@link viewLines}, aligned. Texts are bytes of UTF-8, one character each; `width` counts what is seen. */
export function* alignedViewLines(view: View, width: number): Generator<string, void, undefined> {
  const { title, columns, rows, below } = view
  const inRow = below ?? columns.length
  const iterator = rows[Symbol.iterator]()
  const measured: (readonly string[])[] = []
  while (measured.length < MEASURED_ROWS) {
    const next = iterator.next()
    if (next.done === true) break
    measured.push(next.value)
  }
  if (measured.length === 0) {
    yield* viewLines({ ...view, rows: [] })
    return
  }
  const isWhole = measured.length < MEASURED_ROWS
  const cells = (at: number): string[] => measured.map((row) => cellOf(row[at]))
  const numberWidth = `${measured.length}.`.length
  const widthOf = (at: number): number =>
    cells(at).reduce((most, cell) => Math.max(most, visibleLength(cell)), columns[at]?.length ?? 0)
  const every = columns.slice(0, inRow).map((_, at) => at)
  const lineWidth = (of: readonly number[]): number =>
    of.reduce((sum, at) => sum + widthOf(at) + 1, numberWidth)
  const isTooWide = isWhole && lineWidth(every) > width
  // Where there is no room, what nothing is known of is named below.
  const shown = isTooWide ? every.filter((at) => cells(at).some((cell) => !isUnknown(cell))) : every
  const unknown = every.filter((at) => !shown.includes(at)).map((at) => columns[at])
  const isNumber = shown.map((at) => cells(at).every((cell) => NUMBER.test(cell) || isUnknown(cell)))
  const isTime = shown.map((at) => cells(at).some((cell) => TIME.test(cell)))
  const wanted = shown.map(widthOf)
  const limits = [
    wanted.map((one, column) => (isTime[column] === true ? one : NARROWEST[0])),
    wanted.map((_, column) => (isTime[column] === true ? NARROWEST_TIME : NARROWEST[0])),
    wanted.map(() => NARROWEST[1]),
  ]
  const widths = fitted(wanted, limits, Math.max(width - numberWidth - shown.length, 0))
  const rowLine = (first: string, cells: readonly string[]): string =>
    [
      first.padEnd(numberWidth),
      ...cells.map((cell, at) => aligned(cell, widths[at] ?? 0, isNumber[at] === true)),
    ]
      .join(' ')
      .trimEnd()
  const heading = rowLine(
    '#',
    shown.map((at) => columns[at] ?? ''),
  )
  const rule = '='.repeat(Math.min(width, numberWidth + widths.reduce((sum, one) => sum + one + 1, 0)))
  yield* ['', title, rule, heading, rule]
  let number = 0
  const all = function* (): Generator<readonly string[], void, undefined> {
    yield* measured
    yield* { [Symbol.iterator]: () => iterator }
  }
  for (const row of all()) {
    yield rowLine(
      `${++number}.`,
      shown.map((at) => cellOf(row[at])),
    )
    for (let at = inRow; at < row.length; at++) if (row[at] !== '') yield `   ${columns[at]}: ${row[at]}`
  }
  if (unknown.length > 0) yield `   (of no row known: ${unknown.join(', ')})`
}

function cellOf(cell: string | undefined): string {
  return isUnknown(cell) ? '?' : (cell ?? '?')
}

function isUnknown(cell: string | undefined): boolean {
  return cell === undefined || cell === '' || cell === '?'
}

/** Takes from the widest columns until all fit, down to the first limits, then to the next. */
function fitted(wanted: readonly number[], limits: readonly (readonly number[])[], width: number): number[] {
  const widths = [...wanted]
  let over = widths.reduce((sum, one) => sum + one, 0) - width
  for (const limit of limits) {
    while (over > 0) {
      let widest = -1
      for (const [at, one] of widths.entries()) {
        if (one > (limit[at] ?? 0) && one > (widths[widest] ?? 0)) widest = at
      }
      if (widest < 0) break
      widths[widest] = (widths[widest] ?? 0) - 1
      over--
    }
  }
  return widths
}

/** A cell of a width; of a path that is too long the middle is left out, since paths differ at their ends. */
function aligned(cell: string, width: number, atRight: boolean): string {
  const length = visibleLength(cell)
  const blanks = ' '.repeat(Math.max(0, width - length))
  if (length <= width) return atRight ? blanks + cell : cell + blanks
  const characters = charactersOf(cell)
  if (!cell.startsWith('/')) return characters.slice(0, Math.max(0, width - CUT.length)).join('') + CUT
  const head = Math.floor((width - CUT.length) / 3)
  const tail = width - CUT.length - head
  return characters.slice(0, head).join('') + CUT + characters.slice(characters.length - tail).join('')
}

/** Bytes of UTF-8 that go on with a character are not counted. */
function visibleLength(text: string): number {
  let length = 0
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xc0) !== 0x80) length++
  return length
}

function charactersOf(text: string): string[] {
  return text.match(/[\s\S][\x80-\xbf]*/g) ?? []
}
