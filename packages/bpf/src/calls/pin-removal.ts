/** Pins that are removed, by unlink(2) or, where no rule logs that, by a command that says so. */
import { pathsOf } from '../records/path-record.ts'
import { removedPaths } from '../records/remover.ts'
import { type CallLedger, type MadeCall, toProcessCall } from './made-call.ts'

/** Takes a call that removes a file. */
export function takeUnlink(made: MadeCall, ledger: CallLedger): void {
  const { state, call, event } = made
  if (call.success === false) return
  const seen = toProcessCall(made, ledger)
  for (const path of pathsOf(event.records, 'DELETE')) {
    const owner = state.pins.removed(path)
    if (owner === undefined) continue
    for (const tell of ledger.hooks.pinRemoved) tell({ ...seen, path, owner })
  }
}

/** Takes an execve(2) of a command such as `rm -r /sys/fs/bpf/x`. */
export function takeRemover(made: MadeCall, ledger: CallLedger): void {
  const { state, call, process } = made
  if (state.pins.isEmpty || call.success === false) return
  for (const path of removedPaths(process)) {
    const pins = state.pins.below(path)
    if (pins.length === 0) continue
    const seen = toProcessCall(made, ledger)
    for (const tell of ledger.hooks.pinsToRemove) tell(seen, pins)
  }
}
