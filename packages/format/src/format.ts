/** What every output format is: a writer of events into a byte sink. */
import type { LogEvent } from '@ts-audit/log'

/** Writes events, one after the other, into the sink it was made with. */
export interface EventFormat {
  /** Writes one event. The records need not stay valid after {@link flush}. */
  write(event: LogEvent): void
  /** Writes what a format may still hold back; must be called before the buffers that events refer to are reused. */
  flush(): void
}
