/** Finds out from a record or a kernel log line how many audit messages were lost. */
import { type LogRecord, latin1 } from '@ts-audit/log'

/** How many messages a daemon's record (1200 to 1299) says were lost (`lost=N`); 0 when it says nothing. */
export function readLostMessages(record: LogRecord): number {
  const text = latin1(record.bytes, record.start, record.textEnd)
  return Number(/(?:^|[ _])lost=(\d{1,10})(?: |$)/.exec(text)?.[1] ?? 0)
}
