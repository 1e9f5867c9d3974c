/** Reads what auditd itself has written, and says from where on it needs somebody who knows the other forms. */
import { LogReader, type LogReaderOptions } from '@ts-audit/log'

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
export class PlainLog {
  readonly reader: LogReader
  #told: Told

  constructor(options: LogReaderOptions) {
    this.#told = { sink: options.sink, stopsAt: () => true }
    this.reader = new LogReader({
      ...options,
      sink: (event) => this.#told.sink(event),
      stopsAt: (...line) => this.#told.stopsAt?.(...line) ?? false,
      tracking: {
        joined: (...line) => this.#told.tracking?.joined(...line),
        moved: (...records) => this.#told.tracking?.moved(...records),
      },
    })
  }

  /** From now on somebody else is told, and pushes. */
  handOver(told: Told): LogReader {
    this.#told = told
    return this.reader
  }
}
