/** Objects as lines of JSON: UTF-8, and nothing in them that a terminal or an old JavaScript would take for more than text. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import type { LogEvent } from '@ts-audit/log'
import { NEWLINE } from '../ascii.ts'
import type { EventFormat } from '../format.ts'
import { jsonText } from '../json/json-strings.ts'
import { JsonWriter } from './json-writer.ts'

/** The most bytes that UTF-8 needs for a unit of a string. */
const BYTES_PER_UNIT = 3

const encoder = new TextEncoder()

/** Writes lines without making objects of them. */
export function createWrittenLines(
  sink: ByteSink,
  writer: { write(event: LogEvent, json: JsonWriter): void },
): EventFormat {
  const json = new JsonWriter(sink)
  return {
    write: (event) => writer.write(event, json),
    flush() {},
  }
}

/** Writes the objects that `toObjects` makes of each event, one to a line. */
export function createJsonLines(
  sink: ByteSink,
  toObjects: (event: LogEvent) => readonly object[],
  toText: (object: object) => string = jsonText,
): EventFormat {
  return {
    write(event) {
      for (const object of toObjects(event)) writeLine(sink, toText(object))
    },
    flush() {},
  }
}

/** Writes a text and a line feed as UTF-8. */
function writeLine(sink: ByteSink, text: string): void {
  sink.ensure(BYTES_PER_UNIT * text.length + 1)
  const { bytes, length } = sink
  const { written } = encoder.encodeInto(text, bytes.subarray(length))
  bytes[length + written] = NEWLINE
  sink.length = length + written + 1
}
