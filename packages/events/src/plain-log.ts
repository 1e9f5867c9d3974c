/** Reads what auditd itself has written, and says from where on it needs somebody who knows the other forms. */
import type { LogReader, LogReaderOptions } from '@ts-audit/log'
import { openLogReader } from '@ts-audit/log/internal'

/** What a reader tells. */
type Told = Pick<LogReaderOptions, 'sink' | 'stopsAt' | 'tracking'>

const NEWLINE = 0x0a
const RETURN = 0x0d
const BEGINNINGS = ['type=', 'node=']

/**
 * Whether an input begins as auditd's log does, which its first bytes tell; undefined while they are too few. What begins
 * in any other way may still hold records.
 */
export function beginsAsAuditd(bytes: Uint8Array): boolean | undefined {
  const first = String.fromCharCode(...bytes.subarray(0, 5))
  if (!BEGINNINGS.some((beginning) => beginning.startsWith(first) || beginning === first)) return false
  const newline = bytes.indexOf(NEWLINE)
  return newline < 0 ? undefined : bytes[newline - 1] !== RETURN
}

/** A log of auditd's that is being read. {@link handOver} lets another reader go on in its middle. */
export interface PlainLog {
  readonly reader: LogReader
  /** From now on somebody else is told, and pushes. */
  handOver(told: Told): LogReader
}

/** Begins to read: the reader stops at a line that is no record. */
export async function openPlainLog(options: LogReaderOptions): Promise<PlainLog> {
  let told: Told = { sink: options.sink, stopsAt: () => true }
  const reader = await openLogReader({
    ...options,
    sink: (event) => told.sink(event),
    stopsAt: (...line) => told.stopsAt?.(...line) ?? false,
    tracking: {
      joined: (...line) => told.tracking?.joined(...line),
      moved: (...records) => told.tracking?.moved(...records),
    },
  })
  return {
    reader,
    handOver(next) {
      told = next
      return reader
    },
  }
}
