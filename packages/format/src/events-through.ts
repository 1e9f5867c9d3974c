/** A web stream from the bytes of a log to what is made of its events. */
import { type LogEvent, LogReader, type ReadEventsOptions } from '@ts-audit/log'

/** Gives what `give` makes of each event, one after the other. */
export function eventsThrough<Output>(
  give: (event: LogEvent) => readonly Output[],
  options: ReadEventsOptions,
): TransformStream<Uint8Array, Output> {
  let reader: LogReader
  return new TransformStream<Uint8Array, Output>({
    start(controller) {
      const sink = (event: LogEvent): boolean => {
        for (const output of give(event)) controller.enqueue(output)
        return true
      }
      reader = new LogReader({ ...options, sink })
    },
    transform(chunk) {
      reader.push(chunk)
    },
    flush() {
      reader.end()
    },
  })
}
