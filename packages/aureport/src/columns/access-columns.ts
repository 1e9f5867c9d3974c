/** Columns of an access decision (an entry of the AVC report). */
import type { AvcResult } from '@ts-audit/auparse/search'
import type { Column } from './column.ts'
import { textColumn } from './text-columns.ts'

export const subject = textColumn(({ entry }) => entry?.subject, 'raw', '(null)')
export const object = textColumn(({ entry }) => entry?.object, 'raw', '(null)')
export const objectClass = textColumn(({ entry }) => entry?.objectClass, 'raw', '(null)')
export const permission = textColumn(({ entry }) => entry?.permission, 'raw', '(null)')

/** What was decided. */
export const decision: Column<AvcResult> = {
  write: ({ entry }, out) => out.text(entry?.result ?? 'unset'),
  value: ({ entry }) => entry?.result ?? 'unset',
}
