/** The detailed form of a report: a line, or an object, per event. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { NEWLINE, SPACE } from './ascii.ts'
import type { CellValue, Columns, RowOf } from './columns/column.ts'
import { type ReportOptions, valueContext } from './context.ts'
import { eventIdText } from './event-id-text.ts'
import { createSelection, type FilledRow } from './event-selection.ts'
import { isoTime } from './iso-time.ts'
import type { ReportDefinition } from './report-definition.ts'
import type { ReportRun } from './report-run.ts'
import { RowWriter } from './row-writer.ts'
import { NOTHING_FOUND } from './title-block.ts'

/** Prints the lines below the title block as `aureport` does. */
export function printDetailed(
  definition: ReportDefinition,
  options: ReportOptions,
  sink: ByteSink,
): ReportRun {
  const out = new RowWriter(sink, valueContext(options).escape)
  const { isComplete = () => true, columns } = definition.detailed
  const cells = Object.values(columns)
  let lines = 0
  const select = selectLines(definition, options, (row) => {
    lines++
    out.text(`${lines}. ${row.texts.date(row.event)} `)
    if (!isComplete(row)) return
    for (let index = 0; index < cells.length; index++) {
      if (index > 0) sink.writeByte(SPACE)
      cells[index]?.write(row, out)
    }
    sink.writeByte(NEWLINE)
  })
  return {
    sink: acceptAll(select),
    end() {
      if (lines === 0) out.text(NOTHING_FOUND)
      return lines === 0 ? 1 : 0
    },
  }
}

/** Gives each line as an object. Text is latin1, one character per byte of the log. */
export function emitDetailed<C extends Columns>(
  definition: ReportDefinition<C>,
  options: ReportOptions,
  emit: (row: RowOf<C>) => void,
): ReportRun {
  const columns = Object.entries(definition.detailed.columns)
  let rows = 0
  const select = selectRows(definition, options, (row) => {
    rows++
    const cells: [string, CellValue][] = columns.map(([field, column]) => [field, column.value(row)])
    const first: [string, CellValue] = ['time', isoTime(row.event)]
    emit(Object.fromEntries([first, ...cells, ['event', eventIdText(row.event)]]) as RowOf<C>)
  })
  return { sink: acceptAll(select), end: () => (rows === 0 ? 1 : 0) }
}

/** As {@link selectLines}, where the rows of a lenient report are not its lines. */
function selectRows(
  definition: ReportDefinition,
  options: ReportOptions,
  visit: (row: FilledRow) => void,
): ReturnType<typeof createSelection> {
  const { rows } = definition.detailed
  if (rows === undefined || options.lenient !== true) return selectLines(definition, options, visit)
  return createSelection({ ...definition, types: rows.types }, options, (row) => {
    for (const record of rows.records(row.event)) {
      row.record = record
      visit(row)
    }
  })
}

/** Calls `visit` for each line: once per event, or once per record or entry where a report has those. */
function selectLines(
  definition: ReportDefinition,
  options: ReportOptions,
  visit: (row: FilledRow) => void,
): ReturnType<typeof createSelection> {
  const { entries, records, rows } = definition.detailed
  if (records !== undefined) {
    return createSelection(definition, options, (row) => {
      for (const record of records(row.event)) {
        row.record = record
        visit(row)
      }
    })
  }
  if (entries === undefined) return createSelection(definition, options, visit)
  return createSelection(definition, options, (row) => {
    const lines = entries(row.attributes)
    for (const entry of lines) {
      row.entry = entry
      visit(row)
    }
    if (options.onUnlisted === undefined || rows === undefined || row.event.records.length === 1) return
    const unlisted = [...rows.records(row.event)].length - lines.length
    if (unlisted > 0) options.onUnlisted(unlisted)
  })
}

function acceptAll(select: ReturnType<typeof createSelection>): ReportRun['sink'] {
  return (event) => {
    select(event)
    return true
  }
}
