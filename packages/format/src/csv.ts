/** The csv format: a header, then a row per event (spec 02 §7). */
import type { InterpretContext } from '@ts-audit/auparse'
import {
  type ByteSink,
  createEventViewer,
  createNormaliser,
  type EventView,
  Slots,
} from '@ts-audit/auparse/internal'
import type { TimeLocale, TimeZone } from '@ts-audit/auparse/time'
import { recordTypeName } from '@ts-audit/tables'
import { COMMA, NEWLINE } from './ascii.ts'
import { type CsvColumn, type CsvExtras, type CsvRow, csvColumns } from './csv-columns.ts'
import { quotedCell } from './csv-quotes.ts'
import { createEventClock } from './csv-time.ts'
import type { EventFormat } from './format.ts'

/** How csv output is made. */
export interface CsvOptions extends CsvExtras {
  readonly context: InterpretContext
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** False leaves the header out; it is there by default. */
  readonly headed?: boolean | undefined
  /** RFC 4180: values quoted where they must be, lines that end in CRLF, every row as long as the header. */
  readonly rfc4180?: boolean | undefined
  /** Takes lines for standard error, without line feed: events that could not be normalised. */
  readonly note?: ((line: string) => void) | undefined
}

/**
 * Csv output: latin1 text, one row for each event that the library makes of an event, none for a lone EOE; the header stands before
 * the first row. Make one per run. Nothing is quoted, so a comma in a value is one more column [quirk], unless `rfc4180` asks for it.
 */
export function createCsvFormat(sink: ByteSink, options: CsvOptions): EventFormat {
  const writeRow = (options.rfc4180 === true ? createQuotedRowWriter : createRowWriter)(sink, options)
  const forEachView = createEventViewer(options.context)
  let header = options.headed === false ? '' : headerOf(options)
  const writeView = (view: EventView) => {
    if (header !== '') sink.writeText(header)
    header = ''
    writeRow(view)
  }
  return {
    write: (event) => forEachView(event, writeView),
    flush() {},
  }
}

function headerOf(extras: CsvOptions): string {
  const { leading, normalised } = csvColumns(extras)
  const lineEnd = extras.rfc4180 === true ? '\r\n' : '\n'
  return `${[...leading, ...normalised].map(({ title }) => title).join(',')}${lineEnd}`
}

function createRowWriter(sink: ByteSink, options: CsvOptions): (view: EventView) => void {
  const { leading, normalised } = csvColumns(options)
  const clock = createEventClock(options.zone, options.locale)
  const failed = commasAfterFailure(options)
  const normalise = createNormaliser(options.extraLabels === true)
  return (event) => {
    const slots = normalise(event)
    const row = { event, slots: slots ?? new Slots(), time: clock(event.seconds) }
    writeColumns(sink, leading, row)
    sink.writeByte(COMMA)
    if (slots === undefined) {
      options.note?.(`error normalizing ${recordTypeName(event.type) ?? '(null)'}`)
      sink.writeText(failed)
    } else writeColumns(sink, normalised, row)
    sink.writeByte(NEWLINE)
  }
}

/** Rows that any program reads: what an event does not say is empty, and so is all that follows the first columns of one that could not be normalised. */
function createQuotedRowWriter(sink: ByteSink, options: CsvOptions): (view: EventView) => void {
  const { leading, normalised } = csvColumns(options)
  const columns = [...leading, ...normalised]
  const clock = createEventClock(options.zone, options.locale)
  const normalise = createNormaliser(options.extraLabels === true)
  return (event) => {
    const slots = normalise(event)
    if (slots === undefined) options.note?.(`error normalizing ${recordTypeName(event.type) ?? '(null)'}`)
    const row = { event, slots: slots ?? new Slots(), time: clock(event.seconds) }
    const shown = slots === undefined ? leading.length : columns.length
    const cells = columns.map(({ text }, number) => (number < shown ? quotedCell(text(row) ?? '') : ''))
    sink.writeText(`${cells.join(',')}\r\n`)
  }
}

function writeColumns(sink: ByteSink, columns: readonly CsvColumn[], row: CsvRow): void {
  for (let number = 0; number < columns.length; number++) {
    if (number > 0) sink.writeByte(COMMA)
    const text = columns[number]?.text(row)
    if (text !== undefined) sink.writeText(text)
  }
}

/** One comma too few, and none for the second object [quirk] (spec 02 §7.4). */
function commasAfterFailure({ extraLabels, extraKeys }: CsvExtras): string {
  return ','.repeat(9 + (extraLabels === true ? 2 : 0) + (extraKeys === true ? 1 : 0))
}
