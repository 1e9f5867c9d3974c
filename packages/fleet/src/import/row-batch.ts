/** Rows of a table, gathered column by column. */
import type { ColumnBatch } from '../columns/column-batch.ts'
import type { Table } from '../schema/column.ts'

export class RowBatch {
  readonly table: Table
  #columns: unknown[][]
  #rowCount = 0

  constructor(table: Table) {
    this.table = table
    this.#columns = table.columns.map(() => [])
  }

  get rowCount(): number {
    return this.#rowCount
  }

  /** @param row a value for each column */
  add(row: readonly unknown[]): void {
    const columns = this.#columns
    const number = this.#rowCount++
    for (let index = 0; index < columns.length; index++) (columns[index] as unknown[])[number] = row[index]
  }

  /** What was gathered; nothing is left of it here. */
  take(): ColumnBatch {
    const batch = { rowCount: this.#rowCount, columns: this.#columns }
    this.#columns = this.table.columns.map(() => [])
    this.#rowCount = 0
    return batch
  }
}
