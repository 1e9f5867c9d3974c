/** Interpreted output: a separator, and the records last to first with their values as text (spec 02 §5). */
import type { InterpretContext } from '@ts-audit/auparse'
import { BulkInterpreter, type ByteSink } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Carried, EventFormat } from './format.ts'
import { onlyPrintedRecord } from './printed-records.ts'

const SEPARATOR = '----\n'
/** The field whose value tells how a later `fan_info` is read (spec 03 §4.33). */
const FAN_TYPE = 'fan_type'

/** What interpreted output depends on. */
export interface InterpretFormatOptions {
  readonly context: InterpretContext
  /** A search by user name has loaded the enrichment of an event's first record (spec 02 §5.4, a quirk). */
  readonly searchNamesUser?: boolean | undefined
  /** Takes lines for standard error, without line feed: records whose time stamp is not found. */
  readonly note?: ((line: string) => void) | undefined
}

/** Interpreted output. Make one per run. */
export function createInterpretFormat(sink: ByteSink, options: InterpretFormatOptions): EventFormat {
  const interpreter = new BulkInterpreter(options.context)
  const write = (record: LogRecord, event: LogEvent, enrichedBy: LogRecord): void => {
    if (!interpreter.write(record, event, enrichedBy)) options.note?.("can't find time stamp")
  }
  return {
    write(event: LogEvent): void {
      if (interpreter.isFull) interpreter.flush(sink)
      interpreter.out.writeText(SEPARATOR)
      const { records } = event
      const only = onlyPrintedRecord(event)
      const firstPrinted = (only ?? records[records.length - 1]) as LogRecord
      write(
        firstPrinted,
        event,
        options.searchNamesUser === true ? loadedBySearch(event, firstPrinted) : firstPrinted,
      )
      if (only !== undefined) return
      for (let at = records.length - 2; at >= 0; at--)
        write(records[at] as LogRecord, event, records[at] as LogRecord)
    },
    flush: () => interpreter.flush(sink),
    carried: carriedBy(interpreter, options.context),
  }
}

function carriedBy(interpreter: BulkInterpreter, { memory }: InterpretContext): Carried {
  return {
    save: () => ({ ...memory }),
    restore: (saved) => Object.assign(memory, saved),
    recall: (events) => interpreter.recallArguments(writtenBackwards(events)),
    unforeseen: FAN_TYPE,
  }
}

/** The records that are written of each event, from the last written back to the first. */
function* writtenBackwards(events: Iterable<LogEvent>): Generator<[LogRecord, LogEvent]> {
  for (const event of events) {
    const only = onlyPrintedRecord(event)
    if (only !== undefined) yield [only, event]
    else for (const record of event.records) yield [record, event]
  }
}

/** The record whose enrichment is used for the record printed first, after a search by user name. */
function loadedBySearch(event: LogEvent, firstPrinted: LogRecord): LogRecord {
  const first = event.records[0] as LogRecord
  return event.records.length === 1 || first.type === RecordType.SYSCALL ? first : firstPrinted
}
