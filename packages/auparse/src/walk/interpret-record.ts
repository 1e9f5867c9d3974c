/** The `-i` form of one record as text. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { ByteSink } from '../byte-sink.ts'
import type { InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import { RecordInterpreter } from './record-interpreter.ts'

const interpreters = new WeakMap<InterpretContext, RecordInterpreter>()

/**
 * A record of `event` as `ausearch -i` prints it, newline included, as latin1 text. Undefined when the record has no `(`
 * where its time should be. Without a context no account names are known but `root`, and times are shown as `?`.
 */
export function interpretRecordText(
  record: LogRecord,
  event: LogEvent,
  context: InterpretContext = createInterpretContext(),
): string | undefined {
  let interpreter = interpreters.get(context)
  if (interpreter === undefined) {
    interpreter = new RecordInterpreter(context)
    interpreters.set(context, interpreter)
  }
  const out = new ByteSink()
  return interpreter.write(record, event, out) ? out.text() : undefined
}
