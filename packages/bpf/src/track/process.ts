/** A process that makes a system call. */
import type { Identity } from '../records/identity.ts'

/** A process, as the SYSCALL and PROCTITLE records of one event describe it. */
export interface Process {
  readonly pid: number | undefined
  readonly ppid: number | undefined
  readonly proctitle: string | undefined
  readonly identity: Identity
}
