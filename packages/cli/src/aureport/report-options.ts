/** The options that ask for a report: one for each in the registry. */
import { type ReportListing, reportListings } from '@ts-audit/aureport'
import { UnimplementedError } from './option-errors.ts'
import type { AureportOption, AureportOptions } from './options.ts'

export const reportOptions: readonly AureportOption[] = reportListings.flatMap(reportOption)

function reportOption({ name, options, meaning, argument }: ReportListing): AureportOption[] {
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
