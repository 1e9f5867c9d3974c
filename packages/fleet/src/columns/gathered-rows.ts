/** Rows of a table, gathered column by column in the memory that engines copy from. */

import type { ColumnType, Table } from '../schema/column.ts'
import type { ColumnBatch } from './column-batch.ts'
import { ListColumn } from './list-column.ts'
import { type ScalarColumn, scalarColumn } from './scalar-column.ts'

export type GatheredColumn = ScalarColumn | ListColumn

const FIRST_CAPACITY = 1024

export class GatheredRows {
  readonly table: Table
  readonly columns: readonly GatheredColumn[]
  readonly #lists: readonly ListColumn[]
  #rowCount = 0
  /** Rows for which there is place. */
  #capacity = FIRST_CAPACITY

  constructor(table: Table) {
    this.table = table
    this.columns = table.columns.map(({ type }) => columnFor(type, FIRST_CAPACITY))
    this.#lists = this.columns.filter((column) => column.kind === 'lists')
  }

  get rowCount(): number {
    return this.#rowCount
  }

  /** Of all texts and bytes: what a batch needs beside the room for its rows. */
  get length(): number {
    return this.columns.reduce((sum, column) => sum + ('length' in column ? column.length : 0), 0)
  }

  /** The column of a name. */
  column(name: string): GatheredColumn {
    const column = this.columns[this.table.columns.findIndex((known) => known.name === name)]
    if (column === undefined) throw new Error(`${this.table.name} has no column ${name}`)
    return column
  }

  /** Without any rows again, in the same memory. */
  reset(): void {
    this.#rowCount = 0
    for (const column of this.columns) column.reset()
  }

  /** Begins a row, which has nothing yet, and gives its number. */
  beginRow(): number {
    if (this.#rowCount === this.#capacity) {
      this.#capacity *= 2
      for (const column of this.columns) column.grow(this.#capacity)
    }
    return this.#rowCount
  }

  endRow(): void {
    for (const list of this.#lists) list.endRow(this.#rowCount)
    this.#rowCount++
  }

  /** The same as plain values, for engines that take those. */
  batch(): ColumnBatch {
    const rows = Array.from({ length: this.#rowCount }, (_, row) => row)
    return {
      rowCount: this.#rowCount,
      columns: this.columns.map((column) => rows.map((row) => column.value(row))),
    }
  }
}

function columnFor(type: ColumnType, capacity: number): GatheredColumn {
  if (typeof type === 'string') return scalarColumn(type, capacity)
  if ('list' in type) return new ListColumn([{ name: '', type: type.list }], false, capacity)
  return new ListColumn(type.structs, true, capacity)
}
