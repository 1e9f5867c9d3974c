/** Calls other than bpf(2) that attach one of the programs that a process holds. */
import { type CallLedger, type MadeCall, toProcessCall } from './made-call.ts'

/** The kinds of call, with the names that a program has for them. */
const ATTACHMENTS = {
  netlink: 'netlink',
  'perf-event': 'PERF_EVENT_IOC_SET_BPF',
  reuseport: 'SO_ATTACH_REUSEPORT_EBPF',
} as const

export type AttachCallKind = keyof typeof ATTACHMENTS

export function isAttachCall(kind: string): kind is AttachCallKind {
  return Object.hasOwn(ATTACHMENTS, kind)
}

/** Takes such a call. */
export function takeAttachCall(made: MadeCall, kind: AttachCallKind, ledger: CallLedger): void {
  // Many processes that load nothing send such messages: they are no loaders.
  if (made.state.tracker.processes.held(made.process.pid).length === 0) return
  const seen = toProcessCall(made, ledger)
  // Netlink messages serve many ends: only one that comes right after a load is taken for an attachment.
  const rows =
    kind === 'netlink'
      ? seen.held().filter(({ loadTime }) => seen.time - (loadTime ?? 0) <= ledger.thresholds.pinWithinMs)
      : seen.held()
  if (rows.length > 0) seen.loader.attaches = true
  for (const row of rows) row.addAttachment(ATTACHMENTS[kind])
}
