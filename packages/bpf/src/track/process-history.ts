/** What the processes of one node have done since they loaded their programs. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import { PidNamespaces } from './pid-namespaces.ts'
import { ProcessEnds } from './process-ends.ts'
import type { ProgramRow } from './program-row.ts'
import type { Stamp } from './stamp.ts'

/** Beyond this many processes all are forgotten, and their programs no longer learn of their exits. */
const LIMIT = 100_000
const NONE: readonly number[] = []
const UNSET = 4294967295

/** Loads, pins and exits by pid. */
export class ProcessHistory {
  /** The indices of the programs that a process has loaded and that are alive. */
  readonly #held = new Map<number, readonly number[]>()
  readonly #pins = new Map<number, Stamp>()
  readonly #exits = new Map<number, Stamp>()
  readonly #most: number
  /** Other signs of the end of processes than their exit. */
  readonly ends = new ProcessEnds()
  readonly namespaces = new PidNamespaces()

  /** @param most how many programs of one process are remembered, the latest ones */
  constructor(most: number) {
    this.#most = most
  }

  /** A program has been loaded. Gives the oldest other that the process holds. */
  loaded(row: ProgramRow): number | undefined {
    const { pid } = row
    if (pid === undefined) return undefined
    const held = this.held(pid)
    remember(this.#held, pid, held.length === 0 ? [row.index] : [...held.slice(1 - this.#most), row.index])
    return held[0]
  }

  /** A program's life is over. */
  finished(row: ProgramRow): void {
    const { pid, index } = row
    const held = this.held(pid)
    if (pid === undefined || !held.includes(index)) return
    this.#held.set(pid, held.length === 1 ? NONE : held.filter((other) => other !== index))
  }

  /** The indices of the programs that a process has loaded and that are alive, the oldest first. */
  held(pid: number | undefined): readonly number[] {
    return (pid === undefined ? undefined : this.#held.get(pid)) ?? NONE
  }

  /** Whether a process has loaded programs, alive or not, and has not ended. */
  knows(pid: number | undefined): boolean {
    return pid !== undefined && this.#held.has(pid)
  }

  /** Whether any process holds a program. */
  get holdsAny(): boolean {
    return this.#held.size > 0
  }

  /** A process has pinned something. */
  pinned(pid: number | undefined, stamp: Stamp): void {
    if (pid !== undefined) remember(this.#pins, pid, stamp)
  }

  /** A process has ended; of no interest unless it has loaded a program. */
  exited(pid: number | undefined, stamp: Stamp): void {
    this.namespaces.ended(pid)
    if (pid === undefined || !this.#held.delete(pid)) return
    const { seconds, milliseconds, serial } = stamp
    remember(this.#exits, pid, { seconds, milliseconds, serial })
  }

  /** A process has crashed (ANOM_ABEND, type 1701). */
  crashed(record: LogRecord, stamp: Stamp): void {
    const pid = / pid=(\d{1,10}) /.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
    if (pid !== undefined) this.exited(Number(pid), stamp)
  }

  /** A login session has ended (USER_END, type 1106). */
  sessionEnded(record: LogRecord, stamp: Stamp): void {
    if (this.#held.size === 0) return
    const ses = / ses=(\d{1,10}) /.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
    const { seconds, milliseconds, serial } = stamp
    if (ses !== undefined && Number(ses) !== UNSET)
      this.ends.sessionEnded(Number(ses), { seconds, milliseconds, serial })
  }

  /** Whether no process is known to have pinned anything, or to have ended. */
  get knowsNoEnds(): boolean {
    return this.#exits.size === 0 && this.#pins.size === 0 && this.ends.isEmpty
  }

  /** The exit of a program's loader, where the log has it. */
  exitOf(row: ProgramRow): Stamp | undefined {
    return since(row, this.#exits)
  }

  /** Whether a program's loader has pinned something after it loaded the program. */
  mayBePinned(row: ProgramRow): boolean {
    return since(row, this.#pins) !== undefined
  }
}

function remember<Value>(map: Map<number, Value>, pid: number, value: Value): void {
  if (map.size >= LIMIT) map.clear()
  map.set(pid, value)
}

/** What the process of this pid did, unless it was before the load: then it was another process of the same pid. */
function since(row: ProgramRow, stamps: ReadonlyMap<number, Stamp>): Stamp | undefined {
  const { pid, loadTime } = row
  const stamp = pid === undefined ? undefined : stamps.get(pid)
  if (stamp === undefined || loadTime === undefined) return undefined
  return stamp.seconds * 1000 + stamp.milliseconds >= loadTime ? stamp : undefined
}
