/** The one file that the file report shows of an event (spec 05 §7.4). */
import { type FileEntry, spanText } from '@ts-audit/auparse/search'
import type { ReportRow } from '../report-row.ts'
import type { Column } from './column.ts'

const PARENT = 'PARENT'

/** The first file that is not the folder of another; null when none is left. */
export const shownFile: Column<string | null> = {
  write(row, out) {
    const entry = entryShown(row)
    if (entry !== undefined) out.escapedSpan(entry.name)
  },
  value(row) {
    const entry = entryShown(row)
    return entry === undefined ? null : spanText(entry.name)
  },
}

function entryShown({ attributes: { files = [] } }: ReportRow): FileEntry | undefined {
  return files.length === 1 ? files[0] : files.find((entry) => !isParent(entry))
}

/** Only a record that ends with `nametype=PARENT` counts: a quirk of the reference. */
function isParent({ tail }: FileEntry): boolean {
  return tail !== undefined && tail.end - tail.start === PARENT.length && spanText(tail) === PARENT
}
