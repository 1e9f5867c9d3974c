/** The differences of two reports as JSON, and as a table. */
import { type Difference, differenceFields } from '../fields/difference.ts'
import { type ReportTable, type TableOptions, tableOf } from '../report/table.ts'
import { toUnicode } from '../report/unicode.ts'

/** Names the shape of the JSON. */
export const DIFF_SCHEMA = 'ts-audit-bpf-diff/1'

/** Two reports compared. Text is latin1. */
export interface ReportDiff {
  /** Where the two reports are from. */
  readonly before: string
  readonly after: string
  readonly differences: readonly Difference[]
  /** Lists that only one of them has. */
  readonly notCompared: readonly string[]
}

/** One JSON object, in pieces. */
export function* diffJson({
  before,
  after,
  differences,
  notCompared,
}: ReportDiff): Generator<string, void, undefined> {
  const head = JSON.stringify({ schema: DIFF_SCHEMA, before, after, notCompared })
  yield `${toUnicode(head.slice(0, -1))},\n"differences":[`
  let separator = '\n'
  for (const item of differences) {
    yield separator + toUnicode(JSON.stringify(item))
    separator = ',\n'
  }
  yield ']}\n'
}

/** The differences as newline-delimited JSON, a line each. */
export function* diffLines({ differences }: ReportDiff): Generator<string, void, undefined> {
  for (const item of differences) yield `${toUnicode(JSON.stringify(item))}\n`
}

/** The differences as a table. */
export function diffTable({ differences }: ReportDiff, options: TableOptions = {}): ReportTable {
  return tableOf(differenceFields, differences, options)
}
