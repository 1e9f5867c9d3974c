/** Events in the native schema as output: one on a line, or all in one document. */
import type { InterpretContext } from '@ts-audit/auparse'
import type { ByteSink } from '@ts-audit/auparse/internal'
import { NEWLINE } from '../ascii.ts'
import type { EventFormat } from '../format.ts'
import { EVENT_SCHEMA } from './event-json.ts'
import { type EventJsonOptions, EventJsonWriter } from './event-writer.ts'
import { jsonText } from './json-strings.ts'

/** How JSON output is made. */
export interface JsonFormatOptions extends EventJsonOptions {
  readonly context: InterpretContext
  /** False for output that goes on where other output has begun. */
  readonly headed?: boolean | undefined
}

/** One event on a line (`--format ndjson`). */
export function createNdjsonFormat(sink: ByteSink, options: JsonFormatOptions): EventFormat {
  const writer = new EventJsonWriter(options.context, options)
  return {
    write(event, origin) {
      if (writer.isFull) writer.flush(sink)
      writer.write(event, origin)
      writer.out.writeByte(NEWLINE)
    },
    flush: () => writer.flush(sink),
  }
}

/** All events in one document (`--format json`), with notes on what was not read at its end. */
export function createJsonFormat(sink: ByteSink, options: JsonFormatOptions): EventFormat {
  const writer = new EventJsonWriter(options.context, options)
  let before = options.headed === false ? ',\n' : `{"schema":"${EVENT_SCHEMA}","events":[\n`
  return {
    write(event, origin) {
      if (writer.isFull) writer.flush(sink)
      writer.out.writeText(before)
      before = ',\n'
      writer.write(event, origin)
    },
    flush: () => writer.flush(sink),
    end(notes) {
      writer.flush(sink)
      if (before !== ',\n') sink.writeText(before.trimEnd())
      sink.writeBytes(new TextEncoder().encode(`\n],"notes":${jsonText(notes)}}\n`))
    },
  }
}
