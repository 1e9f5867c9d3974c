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

/** Lines one after the other, in memory that grows. */
export class LineBytes {
  #bytes = new Uint8Array(FIRST_BYTES)
  length = 0

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  /** Adds `bytes[start, end)` and a newline. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    while (this.length + size + 1 > this.#bytes.length) this.#grow()
    const to = this.#bytes
    // Calls that copy cost more than copying so few.
    if (size <= FEW_BYTES)
      for (let at = 0; at < size; at++) to[this.length + at] = bytes[start + at] as number
    else to.set(bytes.subarray(start, end), this.length)
    to[this.length + size] = NEWLINE
    this.length += size + 1
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#bytes.length)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Keeps what is needed of an event. */
export function keepLines(event: LogEvent, to: LineBytes): void {
  const records = neededRecords(event)
  const [first] = records
  if (first === undefined) return
  const isShort = records.length === 1 && (first.type !== RecordType.SYSCALL || event.records.length > 1)
  if (isShort && chatter.has(first.type)) to.add(first.bytes, first.start, endOfHead(first))
  else for (const { bytes, start, end } of withoutIdle(records)) to.add(bytes, start, end)
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

/** Where a line ends that is cut after its stamp and the colon. */
function endOfHead(record: LogRecord): number {
  const { bytes, start, body, end } = record
  const colon = body < 0 ? start + recordText(record).indexOf(')') + 1 : body
  return bytes[colon] === COLON ? colon + 1 : end
}

const NEWLINE = 0x0a
const COLON = 0x3a
/** What most pieces come to: a little more than is kept together. */
const FIRST_BYTES = 1 << 16
const FEW_BYTES = 128
