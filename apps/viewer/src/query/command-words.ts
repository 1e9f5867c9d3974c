/** The command line that asks for what the page shows. */
import type { ReportName } from '@ts-audit/aureport'
import type { Wish } from '../protocol.ts'
import { commandText, forPeople } from '../text.ts'
import { facetWords } from '../views/facets.ts'
import { type ReportWish, reportChoices } from '../views/reports.ts'

/** The words that ask `ts-ausearch` for a selection; `query` are those of the search box. */
export function selectionWords(query: readonly string[], { facets, from, to }: Wish): readonly string[] {
  const instant = (seconds: number) => `@${Math.floor(seconds)}`
  const narrowing = [
    ...facetWords(facets.map(({ facet, value }) => ({ facet, value: forPeople(value) }))),
    ...(from === undefined ? [] : ['-ts', instant(from)]),
    ...(to === undefined ? [] : ['-te', instant(to)]),
  ]
  // Without a query the page counts events that ausearch passes over since a field of theirs cannot be read.
  return query.length > 0 || narrowing.length === 0 ? [...query, ...narrowing] : [...narrowing, '--lenient']
}

/** The command line that makes a report of the selection that some words of `ts-ausearch` ask for, of an input read by others. */
export function reportCommand(
  name: ReportName,
  { summary, interpret, lenient }: Omit<ReportWish, 'name'>,
  { selection, input }: Readonly<Record<'selection' | 'input', readonly string[]>>,
): string {
  const words = [
    'ts-aureport',
    ...(selection.length === 0 ? input : []),
    reportChoices.find((choice) => choice.name === name)?.option ?? '',
    summary ? '--summary' : '',
    interpret ? '-i' : '',
    ...(lenient ? ['--format', 'json'] : []),
  ]
  const report = words.filter((word) => word !== '').join(' ')
  return selection.length === 0
    ? report
    : `${commandText(['ts-ausearch', ...input, ...selection, '--raw'])} | ${report}`
}
