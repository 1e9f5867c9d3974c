/** What a report is: a question in SQL, and the columns of its answer. */

/**
 * What a column holds, and what stands for it in a row: `text` a string, `count` a number, `time` a `Date`; each is null where
 * the store does not know it.
 */
export type ReportColumnType = 'text' | 'count' | 'time'

export type ReportColumns = Readonly<Record<string, ReportColumnType>>

export interface ReportDefinition<C extends ReportColumns = ReportColumns> {
  readonly title: string
  /** One line for help. */
  readonly about: string
  /** The columns in the order of the statement. */
  readonly columns: C
}

interface ColumnValues {
  readonly text: string | null
  readonly count: number | null
  readonly time: Date | null
}

/** A row of a report with these columns. */
export type RowOf<C extends ReportColumns> = { readonly [Name in keyof C]: ColumnValues[C[Name]] }

/** Which part of the store a report is about. */
export interface ReportParameters {
  /** Nothing before this moment. */
  readonly since?: Date | undefined
  /** Nothing from this moment on. */
  readonly until?: Date | undefined
  /** One host alone. */
  readonly node?: string | undefined
  /** Minutes without events after which a host is silent, in `hosts`; default a day. */
  readonly silentMinutes?: number | undefined
  /**
   * How many rows there are at most, the first ones: a positive integer, or `Infinity` for all, however much memory they take.
   * Default {@link DEFAULT_LIMIT}.
   */
  readonly limit?: number | undefined
}

/** The files of a fleet are millions, and a report is in memory. */
export const DEFAULT_LIMIT = 10_000
