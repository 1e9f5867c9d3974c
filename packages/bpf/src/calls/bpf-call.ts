/** Calls of bpf(2): commands, pins, and attachments that bpf(2) itself makes. */
import type { ProcessCall } from '../findings/finding.ts'
import { pathsOf } from '../records/path-record.ts'
import { attachmentBy } from '../track/attachments.ts'
import { type CallLedger, type MadeCall, toProcessCall } from './made-call.ts'

/** Commands of bpf(2), its first argument (linux/bpf.h). */
export const PROG_LOAD = 5
const OBJ_PIN = 6

/** Takes a call of bpf(2); the programs that its event loads are known already. */
export function takeBpfCall(made: MadeCall, ledger: CallLedger): void {
  const { counts, hooks, keepsCalls } = ledger
  const { state, stamp, call, process } = made
  const seen = toProcessCall(made, ledger)
  const { time, loader } = seen
  const { a0, success } = call
  if (a0 === PROG_LOAD && success === false) {
    loader.failedLoads++
    counts.failedLoads++
  }
  if (a0 !== PROG_LOAD) counts.otherCommands++
  if (a0 === OBJ_PIN && success === true) {
    state.tracker.processes.pinned(process.pid, stamp)
    takePin(made, seen)
  }
  const attachment = success === true ? attachmentBy(a0) : undefined
  if (attachment !== undefined) {
    loader.attaches = true
    for (const row of seen.held()) row.addAttachment(attachment)
  }
  if (!keepsCalls) return
  if (time > 0) loader.seen(time)
  loader.countCommand(a0, success, time)
  for (const tell of hooks.call) tell(seen)
}

/** A process that has loaded nothing may name the program it pins on its command line: `bpftool prog pin id 7 PATH`. */
function takePin({ state, process, event }: MadeCall, { held, loader }: ProcessCall): void {
  const { tracker } = state
  const paths = pathsOf(event.records, 'CREATE')
  let rows = held()
  const id = rows.length > 0 ? undefined : / prog pin id (\d{1,10}) /.exec(process.proctitle ?? '')?.[1]
  const named = id === undefined ? undefined : tracker.find(Number(id))
  if (named !== undefined) {
    rows = [named]
    tracker.processes.pinned(named.pid, event)
  }
  for (const path of paths) {
    state.pins.pinned(path, loader)
    for (const row of rows) row.addPin(path)
  }
}
