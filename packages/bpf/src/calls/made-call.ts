/** A system call that has to do with programs, and what its handlers share. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import type { CoverageCounts } from '../coverage.ts'
import type { Process } from '../fields/process-objects.ts'
import type { ProcessCall } from '../findings/finding.ts'
import type { Hooks } from '../findings/hooks.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import type { BpfThresholds } from '../thresholds.ts'
import type { LoaderTable } from '../track/loader-table.ts'
import type { NodeState } from '../track/node-list.ts'
import type { ProgramTable } from '../track/program-table.ts'
import type { Stamp } from '../track/stamp.ts'

/** A call with its event. */
export interface MadeCall {
  readonly state: NodeState
  readonly stamp: Stamp
  readonly call: SyscallRecord
  readonly syscall: LogRecord
  readonly process: Process
  readonly event: LogEvent
  /** Whether the event has a BPF record as well. */
  readonly hasRecord: boolean
}

/** Where the handlers of calls write down what they see. */
export interface CallLedger {
  readonly table: ProgramTable
  readonly loaders: LoaderTable
  readonly counts: CoverageCounts
  readonly hooks: Hooks
  readonly thresholds: BpfThresholds
  /** False where only loads are followed: other calls are then neither counted nor judged. */
  readonly keepsCalls: boolean
}

/** The call as the rules are told of it. */
export function toProcessCall(made: MadeCall, { table, loaders }: CallLedger): ProcessCall {
  const { state, stamp, call, process } = made
  const { node, tracker } = state
  if (!made.hasRecord) noteOtherExecutable(made, table)
  return {
    stamp,
    time: stamp.seconds * 1000 + stamp.milliseconds,
    node,
    call,
    process,
    loader: loaders.entry(node, process),
    held: () => tracker.processes.held(process.pid).map((index) => table.row(index)),
  }
}

/** A pid that has loaded programs and now has another executable is another process, or one that called execve(2) unseen. */
function noteOtherExecutable({ state, call, stamp }: MadeCall, table: ProgramTable): void {
  const { processes } = state.tracker
  const { pid, identity } = call
  const [first] = pid === undefined ? [] : processes.held(pid)
  if (pid === undefined || first === undefined) return
  const before = table.row(first).process?.identity.exe
  if (before !== undefined && identity.exe !== undefined && before !== identity.exe)
    processes.ends.replaced(pid, { stamp, exe: identity.exe, isExec: false })
}
