/** What pairing BPF programs needs of a log: the lines of some events, and of the others that they were there. */
import { neededRecords } from '@ts-audit/bpf'
import { type LogEvent, type LogRecord, recordText } from '@ts-audit/log'
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

/** The lines of an event that are kept, newlines included: copies, whose memory is nobody else's. */
export function keptLines(event: LogEvent): Uint8Array {
  const records = neededRecords(event)
  const [first] = records
  if (first === undefined) return NOTHING
  const isShort = records.length === 1 && (first.type !== RecordType.SYSCALL || event.records.length > 1)
  if (isShort && chatter.has(first.type)) return headOf(first)
  const chosen = withoutIdle(records)
  let size = 0
  for (const { start, end } of chosen) size += end - start + 1
  const lines = memory(size)
  let at = 0
  for (const record of chosen) at = copyLine(record, record.end, lines, at)
  return lines
}

/** Without the files that a call neither made nor removed, and the folder when there are no others: programs have none of them. */
function withoutIdle(records: readonly LogRecord[]): readonly LogRecord[] {
  if (!records.some(({ type }) => type === RecordType.PATH)) return records
  const chosen = records.filter((record) => record.type !== RecordType.PATH || isOfChange(record))
  if (chosen.some(({ type }) => type === RecordType.PATH)) return chosen
  return chosen.filter(({ type }) => type !== RecordType.CWD)
}

function isOfChange(record: LogRecord): boolean {
  const text = recordText(record)
  return text.includes('nametype=CREATE') || text.includes('nametype=DELETE')
}

/** A line up to its stamp. */
function headOf(record: LogRecord): Uint8Array {
  const head = record.body < 0 ? record.start + recordText(record).indexOf(')') + 1 : record.body
  const line = memory(head - record.start + 2)
  copyLine(record, head, line, 0)
  line[line.length - 2] = COLON
  line[line.length - 1] = NEWLINE
  return line
}

function copyLine({ bytes, start }: LogRecord, end: number, to: Uint8Array, at: number): number {
  to.set(bytes.subarray(start, end), at)
  to[at + end - start] = NEWLINE
  return at + end - start + 1
}

const NOTHING = new Uint8Array(0)
const NEWLINE = 0x0a
const COLON = 0x3a

/** Small arrays are parts of a large one, which takes less time than making each. */
const SLAB_BYTES = 1 << 18
let slab = new Uint8Array(0)
let used = 0

function memory(size: number): Uint8Array {
  if (used + size > slab.length) {
    slab = new Uint8Array(Math.max(SLAB_BYTES, size))
    used = 0
  }
  used += size
  return slab.subarray(used - size, used)
}
