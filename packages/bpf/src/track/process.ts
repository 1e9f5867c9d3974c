/** A process that makes a system call. */
import type { Identity } from '../records/identity.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'

/** A process, as the SYSCALL and PROCTITLE records of one event describe it. */
export interface Process {
  readonly pid: number | undefined
  readonly ppid: number | undefined
  readonly proctitle: string | undefined
  readonly identity: Identity
}

/** The process of a call; `proctitle` is its command line. */
export function processOf({ pid, ppid, identity }: SyscallRecord, proctitle: string | undefined): Process {
  return { pid, ppid, identity, proctitle }
}
