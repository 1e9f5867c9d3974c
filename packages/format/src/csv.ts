/** The csv format: a header, then a row per event (spec 02 §7). */
import {
  createEventViewer,
  type EventView,
  type InterpretContext,
  normaliseView,
  Slots,
  type TimeLocale,
  type TimeZone,
} from '@ts-audit/auparse'
import type { LogEvent } from '@ts-audit/log'
import { recordTypeName } from '@ts-audit/tables'
import { type CsvColumn, type CsvExtras, type CsvRow, csvColumns } from './csv-columns.ts'
import { createEventClock } from './csv-time.ts'

/** How csv output is made. */
export interface CsvOptions extends CsvExtras {
  readonly context: InterpretContext
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** Takes lines for standard error, without line feed: events that could not be normalised. */
  readonly note?: ((line: string) => void) | undefined
}

/**
 * Gives a function that writes the rows of one event as latin1 text with line feeds: one row per event the library makes
 * of it, none for a lone EOE, and the header before the first row. Use one per run. Nothing is quoted, so a comma in
 * a value is one more column [quirk].
 */
export function createCsvFormat(
  options: CsvOptions,
): (event: LogEvent, write: (text: string) => void) => void {
  const rowOf = createRowWriter(options)
  const forEachView = createEventViewer(options.context)
  let header = headerOf(options)
  return (event, write) => {
    forEachView(event, (view) => {
      write(header + rowOf(view))
      header = ''
    })
  }
}

function headerOf(extras: CsvExtras): string {
  const { leading, normalised } = csvColumns(extras)
  return `${[...leading, ...normalised].map(({ title }) => title).join(',')}\n`
}

function createRowWriter(options: CsvOptions): (view: EventView) => string {
  const { leading, normalised } = csvColumns(options)
  const clock = createEventClock(options.zone, options.locale)
  const failed = commasAfterFailure(options)
  const withAttributes = options.extraLabels === true
  return (event) => {
    const slots = normaliseView(event, withAttributes)
    const row = { event, slots: slots ?? new Slots(), time: clock(event.seconds) }
    const start = joinColumns(leading, row)
    if (slots !== undefined) return `${start},${joinColumns(normalised, row)}\n`
    options.note?.(`error normalizing ${recordTypeName(event.type) ?? '(null)'}`)
    return `${start},${failed}\n`
  }
}

function joinColumns(columns: readonly CsvColumn[], row: CsvRow): string {
  let text = ''
  for (const column of columns) text += `${column.text(row) ?? ''},`
  return text.slice(0, -1)
}

/** One comma too few, and none for the second object [quirk] (spec 02 §7.4). */
function commasAfterFailure({ extraLabels, extraKeys }: CsvExtras): string {
  return ','.repeat(9 + (extraLabels === true ? 2 : 0) + (extraKeys === true ? 1 : 0))
}
