/** The processes of one node that have to do with BPF, one object each. */
import { type LogRecord, latin1 } from '@ts-audit/log'
import type { SyscallRecord } from '../records/syscall-record.ts'
import { Process } from './process.ts'
import type { Stamp } from './stamp.ts'

/** More processes than this are forgotten: a program then no longer learns of its loader's exit. */
const LIMIT = 100_000

/** Processes by pid, each until it ends or another takes its pid. */
export class ProcessTable {
  readonly #byPid = new Map<number, Process>()

  /** The process of a call. */
  find(call: SyscallRecord, proctitle: string | undefined): Process {
    const { pid, ppid, identity } = call
    if (pid === undefined) return new Process(identity, pid, ppid, proctitle)
    const known = this.#byPid.get(pid)
    const title = proctitle ?? known?.proctitle
    if (
      known !== undefined &&
      known.identity === identity &&
      known.ppid === ppid &&
      known.proctitle === title
    ) {
      return known
    }
    if (this.#byPid.size >= LIMIT) this.#byPid.clear()
    const process = new Process(identity, pid, ppid, proctitle)
    this.#byPid.set(pid, process)
    return process
  }

  /** The process of this pid has ended; the call that ended it may carry another rule's key than its loads did. */
  exit(pid: number | undefined, stamp: Stamp): void {
    const process = pid === undefined ? undefined : this.#byPid.get(pid)
    if (pid === undefined || process === undefined) return
    const { seconds, milliseconds, serial } = stamp
    process.marks = { ...process.marks, exit: { seconds, milliseconds, serial } }
    this.#byPid.delete(pid)
  }

  /** A process has crashed (ANOM_ABEND, type 1701). */
  abend(record: LogRecord, stamp: Stamp): void {
    const pid = / pid=(\d{1,10}) /.exec(latin1(record.bytes, record.start, record.textEnd))?.[1]
    if (pid !== undefined) this.exit(Number(pid), stamp)
  }
}
