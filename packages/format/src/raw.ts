/** Raw output: every record of an event as it stands in the log, in the order of arrival (spec 02 §3). */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { isEnriched, type LogEvent, type LogRecord } from '@ts-audit/log'
import { GROUP_SEPARATOR, NEWLINE } from './ascii.ts'
import type { EventFormat } from './format.ts'

const EMPTY = new Uint8Array(0)

/** A bit of what comes after a run of lines, beside a newline: see PassedEvents of `@ts-audit/log`. */
const ADD_SEPARATOR = 1

/**
 * Raw output. Lines that stand one after the other in the same buffer are copied in one piece, which for a log
 * without interleaving means one copy for a whole chunk.
 */
export function createRawFormat(sink: ByteSink): EventFormat {
  let bytes: Uint8Array = EMPTY
  let start = 0
  let end = 0

  const flush = (): void => {
    if (end > start) sink.writeBytes(bytes, start, end)
    bytes = EMPTY
    start = 0
    end = 0
  }

  /** Adds a line that ends with a newline in the log; it joins the run before it where it follows directly. */
  const addLine = (record: LogRecord): void => {
    if (record.start !== end || record.bytes !== bytes) {
      flush()
      bytes = record.bytes
      start = record.start
    }
    end = record.end + 1
  }

  /** Adds a line without an enrichment part to an event that has some: a separator stands before its newline. */
  const addBareLine = (record: LogRecord): void => {
    addLine(record)
    end = record.end
    flush()
    sink.writeByte(GROUP_SEPARATOR)
    bytes = record.bytes
    start = record.end
    end = record.end + 1
  }

  const addOddLine = (record: LogRecord, separator: boolean): void => {
    flush()
    sink.writeBytes(record.bytes, record.start, record.end)
    if (separator) sink.writeByte(GROUP_SEPARATOR)
    sink.writeByte(NEWLINE)
  }

  return {
    write(event: LogEvent): void {
      const enriched = isEnriched(event)
      for (const record of event.records) {
        const bare = enriched && record.textEnd === record.end
        if (record.bytes[record.end] !== NEWLINE) addOddLine(record, bare)
        else if (bare) addBareLine(record)
        else addLine(record)
      }
    },
    takeLines(source, from, to, added) {
      if (from !== end || source !== bytes) {
        flush()
        bytes = source
        start = from
      }
      end = to
      if (added === 0) return
      flush()
      if ((added & ADD_SEPARATOR) !== 0) sink.writeByte(GROUP_SEPARATOR)
      sink.writeByte(NEWLINE)
    },
    flush,
  }
}
