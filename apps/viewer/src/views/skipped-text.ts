/** What is said of events in which a field could not be read. */
import type { SkippedEvents } from '@ts-audit/auparse/search'
import { formatRecordType } from '@ts-audit/tables/record-types'

/** `2 events not counted, …`; undefined without any. */
export function skippedText(
  { count, first, types }: Pick<SkippedEvents, 'count' | 'first' | 'types'>,
  what: string,
): string | undefined {
  if (count === 0) return undefined
  const events = count === 1 ? '1 event' : `${count} events`
  return `${events} ${what}, for lack of a field that ${types.map(formatRecordType).join(', ')} records should have (the first: ${first})`
}
