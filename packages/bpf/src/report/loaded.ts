/** What is still loaded when the log ends. */
import type { Program } from '../program.ts'
import { listOf, type ProgramList } from './program-list.ts'
import type { BpfReport } from './report.ts'

/** The programs that are loaded at the end of the log, oldest first. */
export function loadedPrograms({ programs }: Pick<BpfReport, 'programs'>): ProgramList {
  const loaded: Program[] = []
  for (const program of programs) if (program.state === 'loaded') loaded.push(program)
  loaded.sort((a, b) => (a.load?.time ?? 0) - (b.load?.time ?? 0))
  return listOf(loaded.length, (place) => loaded[place])
}
