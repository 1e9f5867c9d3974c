/** Ids of events for programs, as all JSON of this project has them. */
import type { EventId } from '@ts-audit/log'
import { secondsText, serialText } from '@ts-audit/log/internal'

/** `[NODE/]SECONDS.MMM:SERIAL`, latin1. */
export function eventIdText(event: EventId): string {
  const stamp = `${secondsText(event)}.${String(event.milliseconds).padStart(3, '0')}:${serialText(event)}`
  return event.node === undefined ? stamp : `${event.node}/${stamp}`
}
