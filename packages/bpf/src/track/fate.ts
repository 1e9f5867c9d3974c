/** What the log says of the end of a program's loader. */

import type { Kill, Replacement } from './process-ends.ts'
import type { ProcessHistory } from './process-history.ts'
import type { ProgramRow } from './program-row.ts'
import type { Stamp } from './stamp.ts'

/** Each is from after the load. */
export interface Fate {
  readonly exit: Stamp | undefined
  /** The process was seen again as something else. */
  readonly replacement: Replacement | undefined
  /** Its login session ended. */
  readonly sessionEnd: Stamp | undefined
  readonly kill: Kill | undefined
  /** The process has pinned something after the load. */
  readonly isPinned: boolean
}

/** Nothing is known. */
export const NO_FATE: Fate = {
  exit: undefined,
  replacement: undefined,
  sessionEnd: undefined,
  kill: undefined,
  isPinned: false,
}

/** What became of the loader of a program. */
export function fateOf(row: ProgramRow, processes: ProcessHistory): Fate {
  const { ends } = processes
  const exit = processes.exitOf(row)
  const isPinned = processes.mayBePinned(row)
  const { pid, loadTime } = row
  const kill = ends.killOf(pid)
  if (ends.isEmpty && kill === undefined && exit === undefined && !isPinned) return NO_FATE
  const after = (stamp: Stamp | undefined): boolean =>
    stamp !== undefined && loadTime !== undefined && timeOf(stamp) >= loadTime
  const replacement = ends.replacementOf(pid)
  const sessionEnd = ends.endOfSession(row.process?.identity.ses)
  return {
    exit,
    replacement: after(replacement?.stamp) && isOther(row, replacement) ? replacement : undefined,
    sessionEnd: after(sessionEnd) ? sessionEnd : undefined,
    kill: after(kill?.stamp) ? kill : undefined,
    isPinned,
  }
}

/** A program that the process loaded when it already was something else is not concerned. */
function isOther(row: ProgramRow, replacement: Replacement | undefined): boolean {
  return replacement?.isExec === true || replacement?.exe !== row.process?.identity.exe
}

/** Milliseconds since 1970-01-01 UTC. */
export function timeOf({ seconds, milliseconds }: Stamp): number {
  return seconds * 1000 + milliseconds
}
