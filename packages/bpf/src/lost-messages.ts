/** Finds out from a record or a kernel log line how many audit messages were lost. */
import type { LogRecord } from '@ts-audit/log'
import { latin1 } from '@ts-audit/log/internal'
import * as RecordType from '@ts-audit/tables/record-type'

/**
 * How many messages a record says were lost: a daemon's (1200 to 1299) by `lost=N`, one of a changed configuration by the
 * counter that was set back (`lost=0 old=N`, as `auditctl --reset-lost` does); 0 when it says nothing.
 */
export function readLostMessages(record: LogRecord): number {
  const text = latin1(record.bytes, record.start, record.textEnd)
  if (record.type === RecordType.CONFIG_CHANGE)
    return Number(/ lost=0 old=(\d{1,10})(?: |$)/.exec(text)?.[1] ?? 0)
  return Number(/(?:^|[ _])lost=(\d{1,10})(?: |$)/.exec(text)?.[1] ?? 0)
}
