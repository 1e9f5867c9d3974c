/** Whether a file is auditd's log. */
import { closeSync, openSync, readSync } from 'node:fs'
import { holdsRecord, LOOK_BYTES } from '../holds-record.ts'

/** Whether the beginning of a file, as it is, holds a record of auditd's log; false for one that cannot be read. */
export function holdsAuditRecord(path: string): boolean {
  const beginning = new Uint8Array(LOOK_BYTES)
  let length = 0
  try {
    const file = openSync(path, 'r')
    try {
      for (let count = -1; count !== 0 && length < LOOK_BYTES; length += count) {
        count = readSync(file, beginning, length, LOOK_BYTES - length, null)
      }
    } finally {
      closeSync(file)
    }
  } catch {
    // What was read before counts.
  }
  return holdsRecord(beginning.subarray(0, length))
}
