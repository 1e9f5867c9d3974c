/** Hands each call to what knows its kind. */
import type { CallKind } from '../records/call-kind.ts'
import { isAttachCall, takeAttachCall } from './attach-call.ts'
import { takeBpfCall } from './bpf-call.ts'
import type { CallLedger, MadeCall } from './made-call.ts'
import { takeRemover, takeUnlink } from './pin-removal.ts'
import { takeExec, takeKill, takeNamespace } from './process-call.ts'
import { takeSocketCall } from './socket-call.ts'

/** Takes a call. Where only loads are followed, what processes hold is still kept. */
export function takeCall(kind: CallKind, made: MadeCall, ledger: CallLedger): void {
  switch (kind) {
    case 'bpf':
      takeBpfCall(made, ledger)
      return
    case 'exec':
      takeExec(made)
      if (ledger.keepsCalls) takeRemover(made, ledger)
      return
    case 'exit_group':
      made.state.tracker.processes.exited(made.call.pid, made.stamp)
      return
    case 'kill':
      takeKill(made)
      return
    case 'namespace':
      takeNamespace(made)
      return
    case 'unlink':
      if (ledger.keepsCalls) takeUnlink(made, ledger)
      return
    default:
      if (!ledger.keepsCalls) return
      if (isAttachCall(kind)) takeAttachCall(made, kind, ledger)
      else takeSocketCall(made, kind, ledger)
  }
}
