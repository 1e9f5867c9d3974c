/** What the log shows of the end of processes besides their exit: a new program in them, a session's end, a kill. */
import type { Process } from '../fields/process-objects.ts'
import type { Stamp } from './stamp.ts'

/** Beyond this many all are forgotten. */
const LIMIT = 10_000

/** A signal that ends a process. */
export interface Kill {
  readonly stamp: Stamp
  readonly time: number
  readonly signal: number
  /** Who sent it. */
  readonly process: Process
}

/** A process that is something else than before. */
export interface Replacement {
  readonly stamp: Stamp
  /** What it is now. */
  readonly exe: string | undefined
  /** Whether execve(2) made it so: then it is another program even where the executable is the same. */
  readonly isExec: boolean
}

/** What became of the processes of one node, the latest of each kind. */
export class ProcessEnds {
  readonly #replaced = new Map<number, Replacement>()
  readonly #sessions = new Map<number, Stamp>()
  readonly #kills = new Map<number, Kill>()

  /** The process of this pid is now another program, or another process. */
  replaced(pid: number, replacement: Replacement): void {
    remember(this.#replaced, pid, replacement)
  }

  /** A login session has ended. */
  sessionEnded(ses: number, stamp: Stamp): void {
    remember(this.#sessions, ses, stamp)
  }

  /** A process was sent a signal that ends it. */
  killed(pid: number, kill: Kill): void {
    remember(this.#kills, pid, kill)
  }

  replacementOf(pid: number | undefined): Replacement | undefined {
    return pid === undefined || this.#replaced.size === 0 ? undefined : this.#replaced.get(pid)
  }

  endOfSession(ses: number | undefined): Stamp | undefined {
    return ses === undefined || this.#sessions.size === 0 ? undefined : this.#sessions.get(ses)
  }

  killOf(pid: number | undefined): Kill | undefined {
    return pid === undefined || this.#kills.size === 0 ? undefined : this.#kills.get(pid)
  }

  /** Whether anything can be asked of this. */
  get isEmpty(): boolean {
    return this.#replaced.size === 0 && this.#sessions.size === 0
  }
}

function remember<Value>(map: Map<number, Value>, key: number, value: Value): void {
  if (map.size >= LIMIT) map.clear()
  map.set(key, value)
}
