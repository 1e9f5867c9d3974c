/** What came of opening logs, for the page. */
import type { EventIndex } from '../log/event-index.ts'
import type { ReadLogs } from '../log/read-logs.ts'
import type { Opened } from '../protocol.ts'
import { forPeople } from '../text.ts'

/** Sums up what was read; `logs` is undefined where only accounts were opened. */
export function openedSummary(
  logs: ReadLogs | undefined,
  hasAccounts: boolean,
  milliseconds: number,
): Opened {
  const { logs: read = [], index, isWhole = true } = logs ?? {}
  return {
    files: read.flatMap(({ files }) =>
      files.map(({ path, bytes, begin, end, compression }) => ({
        path,
        bytes,
        events: end - begin,
        compression,
      })),
    ),
    events: index?.length ?? 0,
    records: read.reduce((sum, { records }) => sum + records, 0),
    notes: read.flatMap(({ notes }) => notes.map(forPeople)),
    accounts: hasAccounts ? 1 : 0,
    isWhole,
    milliseconds,
    indexBytes: index?.bytes ?? 0,
    keptBytes: index?.store.keptBytes ?? 0,
    ...spanOf(index),
  }
}

/** The earliest and the latest time. */
function spanOf(index: EventIndex | undefined): Pick<Opened, 'first' | 'last'> {
  let first: number | undefined
  let last: number | undefined
  for (const time of index?.times.values ?? []) {
    if (first === undefined || time < first) first = time
    if (last === undefined || time > last) last = time
  }
  return { first, last }
}
