/** A process that has to do with BPF programs. */
import type { Identity } from '../records/identity.ts'
import type { Stamp } from './stamp.ts'

/** A process; one object serves all programs it loads. */
export class Process {
  readonly pid: number | undefined
  readonly ppid: number | undefined
  readonly proctitle: string | undefined
  readonly identity: Identity
  /** The index of the program it loaded last, while that is alive; else −1. */
  latest = -1
  /** What few processes have. */
  marks: ProcessMarks | undefined = undefined

  constructor(identity: Identity, pid?: number, ppid?: number, proctitle?: string) {
    this.identity = identity
    this.pid = pid
    this.ppid = ppid
    this.proctitle = proctitle
  }
}

/** What is known of a process beyond its calls. */
export interface ProcessMarks {
  /** Its exit, where the log has it. */
  readonly exit?: Stamp
  /** Whether it has pinned anything. */
  readonly pins?: boolean
}
