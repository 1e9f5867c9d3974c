/** Time and id of an event, and the type of a record, as the store has them. */
import { type LogEvent, type LogRecord, recordText } from '@ts-audit/log'
import { unicode } from '../columns/text.ts'
import { eventStamp } from '../schema/event-id.ts'

/** The last moment of a JavaScript date, in milliseconds; no database goes further. */
export const LAST_MOMENT = 8.64e15

/** Milliseconds since 1970-01-01 UTC. */
export function timeOf({ seconds, milliseconds }: LogEvent): number {
  const time = seconds * 1000 + milliseconds
  return Math.max(-LAST_MOMENT, Math.min(LAST_MOMENT, time))
}

/** `[node/]SECONDS.MMM:SERIAL`, as it stands in the log. */
export function eventIdOf({ node, seconds, milliseconds, serial, exact }: LogEvent): string {
  const stamp = eventStamp(exact?.seconds ?? seconds, milliseconds, exact?.serial ?? serial)
  return node === undefined ? stamp : `${unicode(node)}/${stamp}`
}

/** The type as it stands in the line. */
export function typeInLine(record: LogRecord): string {
  const text = recordText(record)
  const start = text.indexOf('type=') + 5
  const end = text.indexOf(' ', start)
  return unicode(text.slice(start, end < 0 ? text.length : end))
}
