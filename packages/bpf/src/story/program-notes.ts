/** What the programs of one actor add to its story: their loads, their unloads, and what is still loaded. */
import type { Program } from '../fields/program.ts'
import type { KeptStep } from './actor-log.ts'

/** Beyond so many steps only counts go on. */
const MOST_STEPS = 2_000
const MOST_REMAINING = 100

/** A load or unload of one program; several in a row become one step. */
export interface ProgramStep extends KeptStep {
  readonly progId: number
  /** What is said after the program. */
  readonly aside: string
}

/** Gathers the programs of one actor. */
export class ProgramNotes {
  readonly steps: ProgramStep[] = []
  leftOut = 0
  readonly remaining: number[] = []
  remainingCount = 0
  uncertainCount = 0
  readonly findings = new Set<string>()

  add(program: Program): void {
    const { progId, load, unload, loader, state } = program
    for (const name of program.findings) this.findings.add(name)
    if (state === 'loaded') {
      this.remainingCount++
      if (this.remaining.length < MOST_REMAINING) this.remaining.push(progId)
    }
    if (state === 'unload-unidentified' && load?.success !== false) this.uncertainCount++
    // The call itself tells of a load without a record.
    if (load !== undefined && progId !== 0) {
      const { time, event, success } = load
      const by = { ...(loader?.pid !== undefined && { pid: loader.pid }), ...exeOf(loader) }
      this.#step(progId, '', {
        ...(time !== undefined && { time }),
        event,
        kind: 'load',
        what: '',
        ...(success !== undefined && { success }),
        ...by,
      })
    }
    if (unload !== undefined) {
      const { lastReference } = program
      const { time = unload.before ?? unload.after, event } = unload
      const pid = lastReference?.pid
      const step = {
        ...(time !== undefined && { time }),
        event,
        kind: 'unload' as const,
        what: '',
        ...(pid !== undefined && { pid }),
        ...exeOf(lastReference),
      }
      this.#step(progId, droppedBy(program), step)
    }
  }

  #step(progId: number, aside: string, step: KeptStep['step']): void {
    if (this.steps.length >= MOST_STEPS) this.leftOut++
    else
      this.steps.push({ step, serial: Number(step.event.slice(step.event.indexOf(':') + 1)), progId, aside })
  }
}

function exeOf(process: { readonly exe?: string; readonly comm?: string } | undefined): {
  readonly exe?: string
} {
  const exe = process?.exe ?? process?.comm
  return exe === undefined ? {} : { exe }
}

/** Who may have dropped the last reference; that its own loader did is no news. */
function droppedBy({ lastReference, loader }: Program): string {
  if (lastReference?.pid === undefined || lastReference.pid === loader?.pid) return ''
  return ` (the last reference: ${lastReference.certainty} process ${lastReference.pid})`
}
