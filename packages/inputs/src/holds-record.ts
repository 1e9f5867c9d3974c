/** Whether the reference would find something in an input: by its beginning. */
import { LogReader } from '@ts-audit/log'

/** So much of the beginning decides. */
export const LOOK_BYTES = 1 << 16

/** Whether these bytes hold a record of auditd's log. */
export function holdsRecord(bytes: Uint8Array): boolean {
  const reader = new LogReader({ sink: () => true })
  reader.push(bytes.subarray(0, LOOK_BYTES))
  reader.end()
  return reader.counters.records > 0
}
