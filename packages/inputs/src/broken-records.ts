/** Lines that begin as a record of auditd's log, and are none. */
import { NEWLINE } from './ascii.ts'
import { beginsAsAuditLine } from './record-heads.ts'
import { sampleOf } from './sample.ts'
import { isInterpretedRecord } from './text/interpreted.ts'

/** Counts them. */
export class BrokenRecords {
  count = 0
  /** The beginning of the first, in printable characters. */
  sample: string | undefined

  /** Takes a line that is no record. The last line of a log that is being written may not be whole yet. */
  note(bytes: Uint8Array, start: number, end: number): void {
    // What a NUL byte ends is told elsewhere.
    if (bytes[end] !== NEWLINE || !beginsAsAuditLine(bytes, start, end)) return
    if (isInterpretedRecord(bytes, start, end)) return
    this.count++
    this.sample ??= sampleOf(bytes, start, end)
  }
}
