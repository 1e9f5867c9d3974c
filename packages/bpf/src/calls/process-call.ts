/** Calls that change or end a process which has loaded programs. */
import * as RecordType from '@ts-audit/tables/record-type'
import { callArguments } from '../records/call-arguments.ts'
import { targetPid } from '../records/path-record.ts'
import { endingSignal } from '../records/signal.ts'
import { timeOf } from '../track/fate.ts'
import type { MadeCall } from './made-call.ts'

/** An execve(2): from now on the process is another executable. */
export function takeExec({ state, call, stamp }: MadeCall): void {
  const { processes } = state.tracker
  const { pid, success, identity } = call
  if (pid === undefined || success === false || processes.held(pid).length === 0) return
  processes.ends.replaced(pid, { stamp, exe: identity.exe, isExec: true })
}

/** A call that may put the processes it makes into a pid namespace. */
export function takeNamespace({ state, call, process, syscall }: MadeCall): void {
  if (call.success === false) return
  state.tracker.processes.namespaces.called(call.name, callArguments(syscall), process.pid, call.exit)
}

/** A signal that ends processes. */
export function takeKill({ state, stamp, call, process, event, syscall }: MadeCall): void {
  const signal = endingSignal(call.name, callArguments(syscall))
  if (signal === undefined || call.success === false) return
  const { processes } = state.tracker
  const named = event.records.flatMap((record) =>
    record.type === RecordType.OBJ_PID ? [targetPid(record)] : [],
  )
  const targets = named.length > 0 || call.name !== 'kill' ? named : [call.a0]
  for (const pid of targets) {
    if (pid === undefined || processes.held(pid).length === 0) continue
    processes.ends.killed(pid, { stamp, time: timeOf(stamp), signal, process })
  }
}
