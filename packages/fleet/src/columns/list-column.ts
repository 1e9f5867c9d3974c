/** A column of lists while its batch gathers: the items of all rows one after the other. */
import type { StructField } from '../schema/column.ts'
import { type ScalarColumn, scalarColumn } from './scalar-column.ts'

export class ListColumn {
  readonly kind = 'lists'
  /** How many items there are up to the end of each row's list. */
  ends: Uint32Array<ArrayBuffer>
  /** The columns of the items: one, or one for each member of a structure. */
  readonly members: readonly ScalarColumn[]
  readonly isOfStructs: boolean
  #itemCount = 0
  #capacity: number

  constructor(fields: readonly StructField[], isOfStructs: boolean, capacity: number) {
    this.ends = new Uint32Array(capacity)
    this.#capacity = capacity
    this.members = fields.map(({ type }) => scalarColumn(type, capacity))
    this.isOfStructs = isOfStructs
  }

  get itemCount(): number {
    return this.#itemCount
  }

  get length(): number {
    return this.members.reduce((sum, member) => sum + ('length' in member ? member.length : 0), 0)
  }

  grow(capacity: number): void {
    const { ends } = this
    this.ends = new Uint32Array(capacity)
    this.ends.set(ends)
  }

  /** Without any lists again. */
  reset(): void {
    this.#itemCount = 0
    for (const member of this.members) member.reset()
  }

  /** Makes place for another item of the last row; its number among all items. */
  addItem(): number {
    if (this.#itemCount === this.#capacity) {
      this.#capacity *= 2
      for (const member of this.members) member.grow(this.#capacity)
    }
    return this.#itemCount++
  }

  /** The last row's list is complete. */
  endRow(row: number): void {
    this.ends[row] = this.#itemCount
  }

  start(row: number): number {
    return row === 0 ? 0 : (this.ends[row - 1] as number)
  }

  /** @param value an array; its items are arrays where they are structures */
  putValue(_row: number, value: unknown): void {
    if (!Array.isArray(value)) return
    for (const item of value) {
      const number = this.addItem()
      for (const [index, member] of this.members.entries())
        member.putValue(number, this.isOfStructs ? item[index] : item)
    }
  }

  value(row: number): readonly unknown[] {
    const items: unknown[] = []
    for (let item = this.start(row); item < (this.ends[row] as number); item++) {
      const values = this.members.map((member) => member.value(item))
      items.push(this.isOfStructs ? values : values[0])
    }
    return items
  }
}
