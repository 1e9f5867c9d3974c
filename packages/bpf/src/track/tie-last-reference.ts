/** Says who may have dropped the last reference to a program, by the event of its UNLOAD. */
import { NO_IDENTITY, type Process } from '../fields/process-objects.ts'
import type { UnloadTask } from '../records/bpf-record.ts'
import type { SyscallRecord } from '../records/syscall-record.ts'
import { droppingCall } from './dropping-calls.ts'
import { Flag, type ProgramRow } from './program-row.ts'
import type { Stamp } from './stamp.ts'

/** What the events around a BPF record say about it. */
export interface BpfContext {
  readonly event: Stamp
  readonly call: SyscallRecord | undefined
  readonly process: Process | undefined
  /** Ids that this event loads: if its call failed, their UNLOAD is part of the failure. */
  readonly loadedHere: ReadonlySet<number>
}

/** Ties the UNLOAD to the call of its event when that call can drop a program; else the task is a bystander. */
export function tieLastReference(
  row: ProgramRow,
  task: UnloadTask | undefined,
  context: BpfContext,
  mayBePinned: boolean,
): void {
  const { call, process, loadedHere } = context
  if (call === undefined || process === undefined) {
    if (task !== undefined) nameTask(row, task)
    return
  }
  const failed = call.success === false && loadedHere.has(row.progId)
  const how = failed ? LOAD_FAILED : droppingCall(call.name, call.a0)
  if (how === undefined) {
    row.mark(Flag.bystander)
    return
  }
  const loader = row.process
  const own = process.pid !== undefined && process.pid === loader?.pid
  const likely = own || failed || (how.direct && (call.name === 'bpf' || mayBePinned))
  row.setLastReference({
    process,
    syscall: call.name,
    certainty: likely ? 'likely' : 'possible',
    reason: own ? `${how.how}; it loaded the program` : how.direct ? how.how : `${how.how}${HELD}`,
  })
}

/** Who asks the kernel about a program holds it meanwhile, and may be the last: bpftool, a monitor. */
const HELD = '; it did not load the program, and may only have looked at it'

const LOAD_FAILED = { how: 'the load itself failed', direct: true }

/** The UNLOAD record itself names the task that was current: without its call, only the loader itself is named. */
function nameTask(row: ProgramRow, task: UnloadTask): void {
  if (task.pid === undefined || task.pid !== row.pid) {
    row.mark(Flag.bystander)
    return
  }
  const { uid, comm } = task
  const identity = { ...NO_IDENTITY, uid, comm }
  row.setLastReference({
    process: { pid: task.pid, ppid: undefined, proctitle: undefined, identity },
    syscall: undefined,
    certainty: 'likely',
    reason: 'current at the UNLOAD; it loaded the program',
  })
}
