/** Events as objects of the native schema, for users of the library. */
import { createInterpretContext, type InterpretOptions } from '@ts-audit/auparse'
import type { LogEvent, ReadEventsOptions } from '@ts-audit/log'
import { eventsThrough } from '../events-through.ts'
import type { EventJson, EventOrigin } from './event-json.ts'
import { type EventJsonOptions, EventJsonWriter } from './event-writer.ts'
import { utf8Text } from './utf8.ts'

/** What may be told to {@link eventJson}; nothing has to be. An `InterpretContext` will do, too. */
export interface EventJsonSettings
  extends EventJsonOptions,
    Pick<InterpretOptions, 'accounts' | 'hostMachine' | 'interfaceName' | 'formatTime'> {}

/**
 * Gives events as objects of the schema `ts-audit-event/1`. Make one for a log: it remembers names and values. `origin` is
 * where the event came from. Without settings no account has a name but `root`, and the host is x86_64.
 */
export function createEventJson(
  settings: EventJsonSettings = {},
): (event: LogEvent, origin?: EventOrigin) => EventJson {
  const text = createEventJsonText(settings)
  return (event, origin) => JSON.parse(text(event, origin)) as EventJson
}

/** The same as JSON, one line without its line feed: what `ts-ausearch --format ndjson` prints. */
export function createEventJsonText(
  settings: EventJsonSettings = {},
): (event: LogEvent, origin?: EventOrigin) => string {
  const writer = new EventJsonWriter(createInterpretContext(settings), settings)
  const { out } = writer
  return (event, origin) => {
    writer.clear()
    writer.write(event, origin)
    return utf8Text(out.bytes, 0, out.length)
  }
}

/** One event, see {@link createEventJson}, which is many times as fast for a whole log. */
export function eventJson(event: LogEvent, settings?: EventJsonSettings, origin?: EventOrigin): EventJson {
  return createEventJson(settings)(event, origin)
}

/**
 * A web TransformStream from the bytes of a log to its events as JSON, a line each with its line feed:
 * `body.pipeThrough(eventJsonLines()).pipeThrough(new TextEncoderStream())`.
 */
export function eventJsonLines(
  settings: EventJsonSettings & ReadEventsOptions = {},
): TransformStream<Uint8Array, string> {
  const text = createEventJsonText(settings)
  return eventsThrough((event) => [`${text(event)}\n`], settings)
}

/** The same to objects. */
export function eventJsonStream(
  settings: EventJsonSettings & ReadEventsOptions = {},
): TransformStream<Uint8Array, EventJson> {
  const toJson = createEventJson(settings)
  return eventsThrough((event) => [toJson(event)], settings)
}
