/** The summary form of a report: how often each key occurs. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { formatRecordType, UNKNOWN_RECORD_TYPE } from '@ts-audit/tables/record-types'
import { type ReportOptions, valueContext } from '../context.ts'
import { createSelection } from '../event-selection.ts'
import type { ReportDefinition } from '../report-definition.ts'
import type { ReportRun } from '../report-run.ts'
import { RowWriter } from '../row-writer.ts'
import { NOTHING_FOUND } from '../title-block.ts'
import { ValueTexts } from '../value-texts.ts'
import { printedUser, type SummaryForm, type Totals } from './summary-form.ts'

/** A key with its total. Text is latin1; null stands for an unknown record type. */
export interface SummaryRow {
  readonly total: number
  readonly key: string | number | null
}

/** Prints the lines below the title block as `aureport` does, once the log has ended. */
export function printSummary(
  definition: ReportDefinition,
  form: SummaryForm,
  options: ReportOptions,
  sink: ByteSink,
): ReportRun {
  return summaryRun(definition, form, options, (totals, texts) => {
    const out = new RowWriter(sink, valueContext(options).escape)
    if (totals.keys.length === 0) out.text(NOTHING_FOUND)
    writeTotals(totals, texts, out)
  })
}

/** Gives each key with its total, largest first, once the log has ended. */
export function emitSummary(
  definition: ReportDefinition,
  form: SummaryForm,
  options: ReportOptions,
  emit: (row: SummaryRow) => void,
): ReportRun {
  return summaryRun(definition, form, options, (totals, texts) => {
    for (const { key, total } of totals.keys) emit({ total, key: keyValue(totals.kind, key, texts) })
  })
}

function summaryRun(
  definition: ReportDefinition,
  form: SummaryForm,
  options: ReportOptions,
  finish: (totals: Totals, texts: ValueTexts) => void,
): ReportRun {
  const counter = form.createCounter()
  const wanted = { ...(form.qualification ?? definition), steps: definition.steps }
  const select = createSelection(wanted, options, (row) => counter.count(row))
  return {
    sink(event) {
      select(event)
      return true
    },
    end() {
      finish(counter.totals(), new ValueTexts(valueContext(options)))
      return 0
    },
  }
}

function writeTotals(totals: Totals, texts: ValueTexts, out: RowWriter): void {
  for (const { key, total } of totals.keys) {
    out.text(`${total}  `)
    const text = printedKey(totals.kind, key, texts)
    if (totals.kind === 'escaped' || totals.kind === 'user') out.escapedText(text)
    else out.text(text)
    out.text('\n')
  }
}

function printedKey(kind: Totals['kind'], key: string | number, texts: ValueTexts): string {
  if (typeof key === 'number') return kind === 'type' && texts.interpret ? texts.type(key) : String(key)
  return kind === 'user' ? printedUser(key, texts) : key
}

function keyValue(kind: Totals['kind'], key: string | number, texts: ValueTexts): string | number | null {
  if (typeof key === 'string') return kind === 'user' ? printedUser(key, texts) : key
  if (kind !== 'type') return key
  return key === UNKNOWN_RECORD_TYPE ? null : formatRecordType(key)
}
