/** Events for library users: an async iterator and a web stream over the push reader. */
import { type ByteSource, type ByteStream, checkChunk, iterableOf, streamOf } from './byte-stream.ts'
import { copyEvent, type LogEvent } from './event.ts'
import type { BaseLogReader, LogReaderOptions } from './log-reader.ts'
import { openLogReader } from './open-log-reader.ts'

/** As {@link LogReaderOptions}, without the sink. */
export type ReadEventsOptions = Omit<LogReaderOptions, 'sink'>

/**
 * Yields the events of a log in the reference's order (spec 01 §4). Each is a copy and stays valid as long as it is kept.
 *
 * @throws {TypeError} for a source that is none, or yields something else than bytes
 * @throws whatever the source throws; nothing a log can hold makes it throw
 */
export function readEvents(
  source: ByteSource,
  options: ReadEventsOptions = {},
): AsyncGenerator<LogEvent, void, undefined> {
  return eventsOf(streamOf(source), options)
}

async function* eventsOf(
  stream: ByteStream,
  options: ReadEventsOptions,
): AsyncGenerator<LogEvent, void, undefined> {
  let ready: LogEvent[] = []
  const reader = await openLogReader({ ...options, sink: (event) => ready.push(copyEvent(event)) > 0 })
  for await (const chunk of iterableOf(stream)) {
    checkChunk(chunk)
    reader.push(chunk)
    if (ready.length > 0) {
      yield* ready
      ready = []
    }
  }
  reader.end()
  yield* ready
}

/** A web TransformStream from bytes to events: `response.body.pipeThrough(eventStream())`. */
export function eventStream(options: ReadEventsOptions = {}): TransformStream<Uint8Array, LogEvent> {
  let reader: BaseLogReader
  return new TransformStream<Uint8Array, LogEvent>({
    async start(controller) {
      const sink = (event: LogEvent) => {
        controller.enqueue(copyEvent(event))
        return true
      }
      reader = await openLogReader({ ...options, sink })
    },
    transform(chunk) {
      checkChunk(chunk)
      reader.push(chunk)
    },
    flush() {
      reader.end()
    },
  })
}
