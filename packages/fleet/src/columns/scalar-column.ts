/** A column of single values while its batch gathers. */
import type { ScalarType } from '../schema/column.ts'
import { BytesColumn } from './bytes-column.ts'
import { NumberColumn } from './number-column.ts'
import { TextColumn } from './text-column.ts'

export type ScalarColumn = NumberColumn | TextColumn | BytesColumn

export function scalarColumn(type: ScalarType, capacity: number): ScalarColumn {
  if (type === 'text' || type === 'word') return new TextColumn(capacity)
  if (type === 'bytes') return new BytesColumn()
  return new NumberColumn(type, capacity)
}
