/** What a report is: which events it is about, the columns of its lines, the key of its summary. */
import type { ActiveSteps, ContextEntry, SearchAttributes } from '@ts-audit/auparse/search'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import type { Columns } from './columns/column.ts'
import type { Qualification } from './qualification.ts'
import type { ReportRow } from './report-row.ts'
import type { SummaryForm } from './summary/summary-form.ts'
import type { TypeSet } from './type-set.ts'

/** The steps of the extraction that a report switches on beyond those every report needs (spec 05 §5.2). */
export type ReportStep = Extract<
  keyof ActiveSteps,
  'auid' | 'uid' | 'session' | 'file' | 'host' | 'terminal' | 'exe' | 'comm' | 'key' | 'subject' | 'object'
>

/** The form with a line per event. */
export interface DetailedForm<C extends Columns> {
  readonly title: string
  /** The columns line of the title block. */
  readonly heading: string
  /** Lengths of the rules above and below the columns line. */
  readonly rules: readonly [above: number, below: number]
  readonly columns: C
  /** Where an event gives a line for each of several access decisions. */
  readonly entries?: (attributes: SearchAttributes) => readonly (ContextEntry | undefined)[]
  /** Where an event gives a line for each of several records: those records. */
  readonly records?: (event: LogEvent) => Iterable<LogRecord>
  /**
   * Rows of a lenient report, where they are not those of the lines: one for each of these records, in events with a record of
   * these types.
   */
  readonly rows?: {
    readonly types: TypeSet
    readonly records: (event: LogEvent) => Iterable<LogRecord>
  }
  /** False when the line of an event breaks off after its date, without a newline. */
  readonly isComplete?: (row: ReportRow) => boolean
}

export interface ReportDefinition<C extends Columns = Columns> extends Qualification {
  /** How a program names the report. */
  readonly name: string
  /** The option that asks for it, the long form last. */
  readonly options: readonly [...string[], `--${string}`]
  /** One line for help and the man page. */
  readonly meaning: string
  /** Whether a word after the option is refused as unimplemented, or is simply the next option (spec 05 §2.2). */
  readonly argument: 'refused' | 'none'
  readonly steps: readonly ReportStep[]
  readonly detailed: DetailedForm<C>
  /** Left out when the report has no summary. */
  readonly summary?: SummaryForm
}

/** Keeps the columns' types, so that rows are typed. */
export function defineReport<const C extends Columns, const Name extends string>(
  definition: ReportDefinition<C> & { readonly name: Name },
): ReportDefinition<C> & { readonly name: Name } {
  return definition
}
