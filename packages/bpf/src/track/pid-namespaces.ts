/** Which processes are in a pid namespace of their own, as far as calls that make one are in the log. */
import type { CallArguments } from '../records/call-arguments.ts'

/** CLONE_NEWPID (include/uapi/linux/sched.h). */
const NEWPID = 0x2000_0000
/** Beyond this many processes all are forgotten. */
const LIMIT = 10_000

/** Processes by their numbers outside, which are those that records have. */
export class PidNamespaces {
  readonly #inside = new Set<number>()
  /** Processes whose children are inside: after unshare(2) or setns(2) they themselves are not. */
  readonly #parents = new Set<number>()

  /** A call that may make a namespace. s390 has the flags of clone(2) as its second argument. */
  called(name: string, given: CallArguments, pid: number | undefined, exit: number | undefined): void {
    const [first, second] = given
    if (name === 'clone') {
      if ((isNew(first) || isNew(second)) && exit !== undefined && exit > 0) add(this.#inside, exit)
    } else if (pid !== undefined && isNew(name === 'setns' ? second : first)) add(this.#parents, pid)
  }

  /** Whether no process is known to have one. */
  get isEmpty(): boolean {
    return this.#inside.size === 0 && this.#parents.size === 0
  }

  /** A process has ended: its number may be given again. */
  ended(pid: number | undefined): void {
    if (pid === undefined || this.isEmpty) return
    this.#inside.delete(pid)
    this.#parents.delete(pid)
  }

  /** The machine was started anew. */
  clear(): void {
    this.#inside.clear()
    this.#parents.clear()
  }

  /** Whether a process is inside, by itself or by its parent. */
  has(pid: number | undefined, ppid: number | undefined): boolean {
    if (pid === undefined || this.isEmpty) return false
    if (this.#inside.has(pid)) return true
    if (ppid === undefined || !(this.#inside.has(ppid) || this.#parents.has(ppid))) return false
    add(this.#inside, pid)
    return true
  }
}

function isNew(flags: number | undefined): boolean {
  return flags !== undefined && Math.floor(flags / NEWPID) % 2 === 1
}

function add(pids: Set<number>, pid: number): void {
  if (pids.size >= LIMIT) pids.clear()
  pids.add(pid)
}
