/** The values of a column in a batch, for engines that are given those too that follow from others. */
import type { ColumnBatch } from '../columns/column-batch.ts'
import type { Table } from './column.ts'

/** A value that the batch has is left as it is. */
export function columnValues(
  table: Table,
  { columns }: ColumnBatch,
  index: number,
): readonly unknown[] | undefined {
  const given = columns[index]
  const derived = table.columns[index]?.derived
  if (given === undefined || derived === undefined) return given
  const numbers = new Map(table.columns.map(({ name }, number) => [name, number]))
  return given.map((value, row) => value ?? derived.value((name) => columns[numbers.get(name) ?? -1]?.[row]))
}
