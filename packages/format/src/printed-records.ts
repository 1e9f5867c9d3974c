/** Which records of an event the default and interpret formats print (spec 02 §4, §5). */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { isDaemonType } from '@ts-audit/tables/record-type-ranges'

/**
 * The only record printed, or undefined when all are, last to first: an event whose last record is a daemon message
 * (1200 to 1299) shows that record alone.
 */
export function onlyPrintedRecord(event: LogEvent): LogRecord | undefined {
  const last = event.records[event.records.length - 1]
  return last !== undefined && isDaemonType(last.type) ? last : undefined
}
