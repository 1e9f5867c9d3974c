/** The options that ask for a report: one for each in the registry. */
import { type ReportListing, reportListings } from '@ts-audit/aureport'
import { type AureportRow, UnimplementedError } from './option-errors.ts'
import type { AureportOptions } from './options.ts'

export const reportRows: readonly AureportRow[] = reportListings.flatMap(reportRow)

function reportRow({ name, options, meaning, argument }: ReportListing): AureportRow[] {
  if (options === undefined || name === 'summary') return []
  return [
    {
      names: options,
      argument,
      meaning,
      group: 'Reports',
      objection: onlyOneReport,
      problemText: () => '',
      apply(state, use) {
        if (use.problem === 'unwanted') throw new UnimplementedError()
        state.report = name
      },
    },
  ]
}

/** The complaint about a second report; the reference forgets the newline here. */
export function onlyOneReport({ report }: Pick<AureportOptions, 'report'>): string | undefined {
  return report === undefined ? undefined : 'Error - only one report can be specified'
}
