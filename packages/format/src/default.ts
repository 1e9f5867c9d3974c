/** Default output: a separator, the local time, and the records last to first (spec 02 §4). */
import type { EscapeMode } from '@ts-audit/auparse'
import { type ByteSink, escapeTable, OCTAL, PLAIN } from '@ts-audit/auparse/internal'
import { formatCtime, type TimeZone } from '@ts-audit/auparse/time'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { BACKSLASH, NEWLINE, SPACE, ZERO } from './ascii.ts'
import type { EventFormat } from './format.ts'
import { onlyPrintedRecord } from './printed-records.ts'

/** What default output depends on. */
export interface DefaultFormatOptions {
  readonly zone: TimeZone
  readonly escape: EscapeMode
}

/** Default output. */
export function createDefaultFormat(sink: ByteSink, options: DefaultFormatOptions): EventFormat {
  const escapes = escapeTable(options.escape)
  const keepsPrintable = escapes.every((kind, byte) => kind === PLAIN || byte < SPACE)
  const write = (record: LogRecord): void => {
    if (record.isPlain === true && keepsPrintable) writePlain(sink, record)
    else writeEscaped(sink, record, escapes)
  }
  let headSeconds: number | bigint = -1
  let head = ''
  return {
    write(event: LogEvent): void {
      const seconds = event.exact?.seconds ?? event.seconds
      if (seconds !== headSeconds) {
        headSeconds = seconds
        const time = formatCtime(seconds, options.zone)
        head = `----\ntime->${time === undefined ? '(null)' : `${time}\n`}`
      }
      sink.writeText(head)
      const only = onlyPrintedRecord(event)
      if (only !== undefined) {
        writePlain(sink, only)
        return
      }
      const { records } = event
      for (let at = records.length - 1; at >= 0; at--) write(records[at] as LogRecord)
    },
    flush() {},
  }
}

function writePlain(sink: ByteSink, record: LogRecord): void {
  sink.writeBytes(record.bytes, record.start, record.textEnd)
  sink.writeByte(NEWLINE)
}

/** Copies the record text byte by byte; hot, so it writes into the sink's buffer itself. */
function writeEscaped(sink: ByteSink, record: LogRecord, escapes: Uint8Array): void {
  const { bytes, start, textEnd } = record
  sink.ensure((textEnd - start) * 4 + 1)
  const target = sink.bytes
  let to = sink.length
  for (let from = start; from < textEnd; from++) {
    const byte = bytes[from] as number
    const kind = escapes[byte] as number
    if (kind === PLAIN) {
      target[to++] = byte
    } else if (kind === OCTAL) {
      target[to++] = BACKSLASH
      target[to++] = ZERO + (byte >> 6)
      target[to++] = ZERO + ((byte >> 3) & 7)
      target[to++] = ZERO + (byte & 7)
    } else {
      target[to++] = BACKSLASH
      target[to++] = byte
    }
  }
  target[to++] = NEWLINE
  sink.length = to
}
