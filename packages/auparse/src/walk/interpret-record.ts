/** The `-i` form of a record for callers that have a context: into a sink, or as text. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { GROUP_SEPARATOR } from '../ascii.ts'
import { ByteSink, latin1Bytes } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { RecordInterpreter } from './record-interpreter.ts'

const interpreters = new WeakMap<InterpretContext, RecordInterpreter>()

/**
 * Writes a record of `event` as `ausearch -i` prints it, newline included. False, with nothing written, when the
 * record has no `(` where its time should be. Loops over many records use one {@link RecordInterpreter} instead.
 */
export function interpretRecordInto(
  record: LogRecord,
  event: LogEvent,
  context: InterpretContext,
  out: ByteSink,
): boolean {
  let interpreter = interpreters.get(context)
  if (interpreter === undefined) {
    interpreter = new RecordInterpreter(context)
    interpreters.set(context, interpreter)
  }
  return interpreter.write(record, event, out)
}

/** As {@link interpretRecordInto}, as latin1 text; undefined when the record has no `(`. */
export function interpretRecordText(
  record: LogRecord,
  event: LogEvent,
  context: InterpretContext,
): string | undefined {
  const out = new ByteSink()
  return interpretRecordInto(record, event, context, out) ? out.text() : undefined
}

/**
 * The `-i` form of one line of a log (latin1, without its newline), whose header the caller has read already: what
 * `id` holds is what is printed.
 */
export function interpretLine(
  line: string,
  event: Omit<LogEvent, 'records'>,
  context: InterpretContext,
): string {
  const bytes = latin1Bytes(line)
  const cut = bytes.indexOf(GROUP_SEPARATOR)
  const textEnd = cut < 0 ? bytes.length : cut
  const record: LogRecord = {
    bytes,
    start: 0,
    body: -1,
    textEnd,
    end: bytes.length,
    type: event.type,
    terminated: true,
  }
  return interpretRecordText(record, { ...event, records: [record] }, context) ?? ''
}
