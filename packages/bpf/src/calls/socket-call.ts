/** Filters that are attached to sockets, BPF or classic, and packet sockets. */
import { type CallLedger, type MadeCall, toProcessCall } from './made-call.ts'

export type SocketCallKind = 'socket-filter' | 'classic-filter' | 'packet-socket'

/** Takes a setsockopt(2) or socket(2) of one of these kinds. */
export function takeSocketCall(made: MadeCall, kind: SocketCallKind, ledger: CallLedger): void {
  const { hooks } = ledger
  const seen = toProcessCall(made, ledger)
  if (seen.time > 0) seen.loader.seen(seen.time)
  if (kind === 'socket-filter') {
    for (const row of seen.held()) row.addAttachment('SO_ATTACH_BPF')
    for (const tell of hooks.socketFilter) tell(seen)
  } else {
    seen.loader.packetCalls++
    for (const tell of hooks.packets) tell(seen, kind)
  }
}
