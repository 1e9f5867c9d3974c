/** What pairing BPF programs needs of a log: the lines of some events, and of the others that they were there. */
import { neededRecords } from '@ts-audit/bpf'
import { type LogEvent, type LogRecord, recordLine } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'

/** Of events with only such a record it is enough to know that they were there: serial numbers that are missing make doubts. */
const chatter: ReadonlySet<number> = new Set([
  RecordType.SYSCALL,
  RecordType.USER_ACCT,
  RecordType.USER_AUTH,
  RecordType.USER_CMD,
  RecordType.CRED_ACQ,
  RecordType.CRED_DISP,
  RecordType.CRED_REFR,
])

/** The lines of an event that are kept, newlines included. */
export function keptLines(event: LogEvent): string {
  const records = neededRecords(event)
  const [first] = records
  if (first === undefined) return ''
  const isShort = records.length === 1 && (first.type !== RecordType.SYSCALL || event.records.length > 1)
  if (isShort && chatter.has(first.type)) return `${headOf(first)}:\n`
  let lines = ''
  for (const record of records) lines += `${recordLine(record)}\n`
  return lines
}

/** A line up to its stamp. */
function headOf(record: LogRecord): string {
  const line = recordLine(record)
  return line.slice(0, record.body < 0 ? line.indexOf(')') + 1 : record.body - record.start)
}
