/** Whether an input is auditd's log: by its beginning. */
import { LogReader } from '@ts-audit/log'
import { NEWLINE } from './ascii.ts'
import { ascii, startsWith } from './bytes.ts'
import { BYTE_ORDER_MARK } from './clean-line.ts'
import { beginsAsAuditLine } from './record-heads.ts'
import { plainRefusal } from './refusal.ts'

/** So much of the beginning, or a line, tells what form an input begins with. */
export const HEAD_BYTES = 64
/** So much of the beginning decides whether an input is auditd's log. */
export const LOOK_BYTES = 1 << 16

/**
 * Whether these bytes hold a record of auditd's log: one that begins its line. The reference also takes lines with other
 * text before `type=`, such as indented ones, but knows the type of none; such an input is of another form, and so is one
 * with a byte order mark, whose first record the reference does not know.
 */
export function holdsRecord(bytes: Uint8Array): boolean {
  const look = bytes.subarray(0, LOOK_BYTES)
  if (startsWith(look, 0, look.length, BYTE_ORDER_MARK)) return false
  let isFound = false
  const sink = (): boolean => {
    isFound = true
    return false
  }
  const reader = new LogReader({ sink })
  // Line by line: the reference cuts long lines, and takes what follows a cut inside a document of JSON for a record.
  for (let start = 0; start < look.length && !isFound; ) {
    const newline = look.indexOf(NEWLINE, start)
    const end = newline < 0 ? look.length : newline + 1
    if (beginsAsAuditLine(look, start, end) && reader.push(look.subarray(start, end))) reader.flush()
    start = end
  }
  if (!isFound) reader.end()
  return isFound
}

const EVENT_JSON = ascii('{"schema":"ts-audit-event/')

/** Whether an input that begins so is what `ts-ausearch --format ndjson` or `json` has printed. */
export function isEventJson(beginning: Uint8Array): boolean {
  return startsWith(beginning, 0, beginning.length, EVENT_JSON)
}

/** Whether an input that begins so is read as auditd's log by itself. */
export function isPlainLog(beginning: Uint8Array): boolean {
  return plainRefusal(beginning) === undefined && holdsRecord(beginning)
}
