/** What a column sees: an event that qualifies, with its attributes. */
import type { ContextEntry, SearchAttributes } from '@ts-audit/auparse/search'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import type { ValueTexts } from './value-texts.ts'

/** One object serves all rows of a report; it is filled anew for each. */
export interface ReportRow {
  readonly event: LogEvent
  readonly attributes: SearchAttributes
  /** The access decision a line of the AVC report shows. */
  readonly entry: ContextEntry | undefined
  /** The record that a line is about, in reports with a line for each of several records of an event. */
  readonly record: LogRecord | undefined
  readonly texts: ValueTexts
}
