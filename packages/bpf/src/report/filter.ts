/** A report of calls with one result only. */
import type { Program } from '../fields/program.ts'
import { listOf } from './program-list.ts'
import type { BpfReport } from './report.ts'

/** What the system call came to. */
export type CallResult = 'success' | 'failure'

/**
 * The programs whose load had that result, and the loaders and commands with calls that had it. Coverage and findings
 * stay those of the whole log.
 */
export function filterReport<Report extends BpfReport>(report: Report, result: CallResult): Report {
  const succeeded = result === 'success'
  const places: number[] = []
  let place = 0
  for (const { load } of report.programs) {
    if (load?.success === succeeded) places.push(place)
    place++
  }
  const at = (index: number): Program | undefined => {
    const found = places[index]
    return found === undefined ? undefined : report.programs.at(found)
  }
  return {
    ...report,
    programs: listOf(places.length, at),
    loaders: report.loaders.filter((loader) => (succeeded ? loader.loads : loader.failedLoads) > 0),
    commands: report.commands.filter((command) => (succeeded ? command.success : command.failed) > 0),
  }
}
