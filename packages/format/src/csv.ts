/** The csv format: a header, then a row per event (spec 02 §7). */
import {
  type ByteSink,
  createEventViewer,
  type EventView,
  type InterpretContext,
  normaliseView,
  Slots,
  type TimeLocale,
  type TimeZone,
} from '@ts-audit/auparse'
import { recordTypeName } from '@ts-audit/tables'
import { type CsvColumn, type CsvExtras, type CsvRow, csvColumns } from './csv-columns.ts'
import { createEventClock } from './csv-time.ts'
import type { EventFormat } from './format.ts'

/** How csv output is made. */
export interface CsvOptions extends CsvExtras {
  readonly context: InterpretContext
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** Takes lines for standard error, without line feed: events that could not be normalised. */
  readonly note?: ((line: string) => void) | undefined
}

/**
 * Csv output: latin1 text, one row per event the library makes of an event, none for a lone EOE; the header stands before
 * the first row. Make one per run. Nothing is quoted, so a comma in a value is one more column [quirk].
 */
export function createCsvFormat(sink: ByteSink, options: CsvOptions): EventFormat {
  const rowOf = createRowWriter(options)
  const forEachView = createEventViewer(options.context)
  let header = headerOf(options)
  const writeRow = (view: EventView) => {
    if (header !== '') sink.writeText(header)
    header = ''
    sink.writeText(rowOf(view))
  }
  return {
    write: (event) => forEachView(event, writeRow),
    flush() {},
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
