/** How a format is made, and from what. */
import type { EscapeMode, InterpretOptions } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { TimeLocale, TimeZone } from '@ts-audit/auparse/time'
import type { CsvExtras } from './csv-columns.ts'
import type { EventFormat } from './format.ts'
import type { EventJsonOptions } from './json/event-writer.ts'

/** What formats are made from; each takes what it needs. */
export interface FormatContext extends CsvExtras {
  /** How values are interpreted, for formats that do: what interprets is loaded with these, not with who asks for them. */
  readonly interpret: () => InterpretOptions
  readonly escape: EscapeMode
  readonly zone: TimeZone
  readonly locale: TimeLocale
  /** A user was asked for by name (spec 02 §5.4, a quirk). */
  readonly searchNamesUser?: boolean | undefined
  /** Says which events could not be put into words. */
  readonly debug?: boolean | undefined
  /** What JSON output has beside the fields. */
  readonly json?: EventJsonOptions | undefined
  /** Csv as RFC 4180 has it, for programs and spreadsheets. */
  readonly rfc4180?: boolean | undefined
  /** False for output that goes on where other output has begun: it has no header. */
  readonly headed?: boolean | undefined
  /** Takes lines for standard error, without line feed. */
  readonly note?: ((line: string) => void) | undefined
}

/** Makes a format that writes to a sink. */
export type FormatMaker = (sink: ByteSink, context: FormatContext) => EventFormat
