/** Columns that show text of the log. */
import { type ByteSpan, spanText } from '@ts-audit/auparse/search'
import type { ReportRow } from '../report-row.ts'
import type { Column } from './column.ts'

/** Whether the escape mode applies to a column (spec 05 §6.6). */
export type Treatment = 'escaped' | 'raw'
/** What is printed for an attribute that no record has. A `?` is escaped like text. */
export type Missing = '?' | '(null)'

type Pick = (row: ReportRow) => ByteSpan | undefined

/** A column that shows an attribute's text, or a sign that there is none. */
export function textColumn(pick: Pick, treatment: Treatment, missing: Missing): Column<string | null> {
  const write: Column<string | null>['write'] = (row, out) => {
    const span = pick(row)
    if (treatment === 'raw') {
      if (span === undefined) out.text(missing)
      else out.span(span)
    } else if (span !== undefined) {
      out.escapedSpan(span)
    } else if (missing === '?') {
      out.escapedText(missing)
    } else {
      out.text(missing)
    }
  }
  return { write, value: (row) => textOrNull(pick(row)) }
}

export const acctOf: Pick = ({ attributes }) => attributes.account
export const commOf: Pick = ({ attributes }) => attributes.comm
export const exeOf: Pick = ({ attributes }) => attributes.exe
export const hostOf: Pick = ({ attributes }) => attributes.host
export const terminalOf: Pick = ({ attributes }) => attributes.terminal

/** The event's first key; only events that have one are listed. */
export const firstKeyOf: Pick = ({ attributes }) => attributes.keys?.[0]

/** The executable, or the command where none is known. */
export const exeOrCommOf: Pick = ({ attributes }) => attributes.exe ?? attributes.comm

function textOrNull(span: ByteSpan | undefined): string | null {
  return span === undefined ? null : spanText(span)
}
