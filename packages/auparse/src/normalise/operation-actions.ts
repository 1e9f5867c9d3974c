/** Actions that a record's `op` field decides (spec 04 §6.7, §7). */
import type { Normalisation } from './normalisation.ts'

/** BPF: a program was loaded or unloaded, by the first `op` of the event. */
export function takeBpfAction({ head, slots }: Normalisation): void {
  head.rewind()
  if (!head.seek('op')) slots.action = 'bpf-program'
  else slots.action = head.raw() === 'LOAD' ? 'loaded-bpf-program' : 'unloaded-bpf-program'
}

/** EVENT_LISTENER: a program began or ended listening to audit events. */
export function takeListenerAction({ head, slots }: Normalisation): void {
  head.rewind()
  if (!head.seek('op')) slots.action = 'connected'
  else slots.action = head.raw() === 'connect' ? 'connected-to' : 'disconnected-from'
}
