/** Events of a log given as text; for tests only. */
import { copyEvent, type LogEvent, LogReader } from '@ts-audit/log'

/** The events of a latin1 text, in the order they are delivered. */
export function eventsOf(log: string): LogEvent[] {
  const events: LogEvent[] = []
  const reader = new LogReader({
    sink: (event) => {
      events.push(copyEvent(event))
      return true
    },
  })
  reader.push(Uint8Array.from(log, (char) => char.charCodeAt(0)))
  reader.end()
  return events
}
