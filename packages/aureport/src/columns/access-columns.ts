/** Columns of an access decision (an entry of the AVC report). */
import type { AvcResult } from '@ts-audit/auparse/search'
import { accessRecord } from './access-record.ts'
import type { Column } from './column.ts'
import { commOf, textColumn } from './text-columns.ts'

const commColumn = textColumn(commOf, 'escaped', '?')

export const subject = decisionColumn('subject')
export const object = decisionColumn('object')
export const objectClass = decisionColumn('objectClass')
export const permission = decisionColumn('permission')

/** The command: of the record, in rows; of the event, in lines. */
export const command: Column<string | null> = {
  write: commColumn.write,
  value: (row) =>
    (row.record === undefined ? undefined : accessRecord(row.record).comm) ?? commColumn.value(row),
}

/** Lines are about entries, rows about records. */
function decisionColumn(part: 'subject' | 'object' | 'objectClass' | 'permission'): Column<string | null> {
  const column = textColumn(({ entry }) => entry?.[part], 'raw', '(null)')
  return {
    write: column.write,
    value: (row) => (row.record === undefined ? column.value(row) : accessRecord(row.record)[part]),
  }
}

/** What was decided. */
export const decision: Column<AvcResult> = {
  write: ({ entry }, out) => out.text(entry?.result ?? 'unset'),
  value: ({ entry, record }) =>
    record === undefined ? (entry?.result ?? 'unset') : accessRecord(record).result,
}
