/** Whether a call has to do with programs, told from a few of its bytes: most execs, kills and removed files have not. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { CallKind } from '../records/call-kind.ts'
import { pathsOf, targetPid } from '../records/path-record.ts'
import { mayRemove } from '../records/remover.ts'
import { callerPid } from '../records/syscall-record.ts'
import type { NodeState } from '../track/node-list.ts'
import type { ProcessHistory } from '../track/process-history.ts'
import { isAttachCall } from './attach-call.ts'

/** Whether a call concerns programs, as far as the log has told. What is not clear at a glance does. */
export function concerns(
  kind: CallKind | undefined,
  syscall: LogRecord,
  { records }: LogEvent,
  { tracker: { processes }, pins }: NodeState,
): kind is CallKind {
  switch (kind) {
    case undefined:
      return false
    case 'exit_group':
      return !processes.namespaces.isEmpty || isHolder(syscall, processes)
    case 'exec':
      return isHolder(syscall, processes) || (!pins.isEmpty && mayRemove(syscall, records))
    case 'kill':
      return processes.holdsAny && mayHitHolder(records, processes)
    case 'unlink':
      return (
        !pins.isEmpty &&
        (isHolder(syscall, processes) || pathsOf(records, 'DELETE').some((path) => pins.has(path)))
      )
    default:
      return !isAttachCall(kind) || isHolder(syscall, processes)
  }
}

/** Whether a process that has loaded programs made the call, or one whose pid cannot be told so simply. */
function isHolder(syscall: LogRecord, processes: ProcessHistory): boolean {
  if (!processes.holdsAny) return false
  const pid = callerPid(syscall)
  return Number.isNaN(pid) || processes.knows(pid)
}

/** Without an OBJ_PID record the target is in the arguments. */
function mayHitHolder(records: readonly LogRecord[], processes: ProcessHistory): boolean {
  let isNamed = false
  for (const record of records) {
    if (record.type !== RecordType.OBJ_PID) continue
    isNamed = true
    if (processes.knows(targetPid(record))) return true
  }
  return !isNamed
}
