/** The differences of two reports for people. */
import type { ReportDiff } from '../diff/report.ts'
import { type Difference, differenceFields } from '../fields/difference.ts'
import { type ViewColumn, viewColumns, viewRows } from './columns.ts'
import { formatting } from './formatting.ts'
import type { View, ViewOptions } from './view.ts'

/** What is new, what changed, what is gone. */
export function differencesView({ differences }: ReportDiff, options: ViewOptions = {}): View {
  const hasNodes = differences.some(({ node }) => node !== undefined)
  const columns: readonly ViewColumn<Difference>[] = [
    ...viewColumns(differenceFields, ['change', 'about']),
    ...(hasNodes ? viewColumns(differenceFields, ['node']) : []),
    ...viewColumns(differenceFields, ['exe', 'comm', 'auid', 'before', 'after', 'what']),
  ]
  return {
    title: 'BPF Differences Report',
    columns: columns.map(({ heading }) => heading),
    rows: { [Symbol.iterator]: () => viewRows(differences, columns, formatting(options)) },
  }
}
