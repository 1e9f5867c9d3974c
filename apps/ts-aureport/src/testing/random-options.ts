/** Random command lines of aureport. */
import { reportListings } from '@ts-audit/aureport'
import type { Random } from '@ts-audit/testing/random'

/**
 * Options that version 3 treats otherwise: it lists access decisions anew, and counts syscalls by name under an
 * indeterminate text where the machine is not known (spec 05 §13).
 */
const CHANGED_REPORTS = new Set(['avc'])
const FILTERS: readonly (readonly string[])[] = [
  ['--success'],
  ['--failed'],
  ['--add'],
  ['--delete'],
  ['-nc'],
  ['--node', 'n1'],
  ['--node', 'bpfnode', '--node', 'web1'],
  ['--escape', 'raw'],
  ['--escape', 'tty'],
  ['--escape', 'shell'],
  ['--escape', 'shell_quote'],
  ['--eoe-timeout', '1'],
  ['--eoe-timeout', '5'],
  ['-ts', '11/14/23', '22:13:21'],
  ['-te', '11/14/23', '22:13:22'],
]

/** Options for one run, without the input. */
export function randomOptions(random: Random): string[] {
  const chosen = random.once(12) ? undefined : random.pick(reportListings)
  const report = chosen === undefined || CHANGED_REPORTS.has(chosen.name) ? undefined : chosen
  const summary = report !== undefined && (report.hasSummary || random.once(20)) && random.once(3)
  const interpret = random.once(3) && !(summary && report?.name === 'syscall')
  const filters = random.once(2)
    ? random.pick(FILTERS)
    : random.once(2)
      ? []
      : [...random.pick(FILTERS), ...random.pick(FILTERS)]
  return [
    ...filters,
    ...(report?.options === undefined ? [] : [random.pick(report.options)]),
    ...(summary ? ['--summary'] : []),
    ...(interpret ? ['-i'] : []),
  ]
}
