/** The order in which a batch is laid: what is alike side by side takes less room. */
import type { GatheredRows } from './gathered-rows.ts'
import type { NumberColumn } from './number-column.ts'

/**
 * The rows of a batch in the order of the columns in `table.likeness`, and within the same values as they came. Texts and numbers are
 * in the order in which they were seen first: it is only about which lie together.
 */
export function likenessOrder(rows: GatheredRows): Uint32Array {
  const { rowCount, table } = rows
  let order = Uint32Array.from({ length: rowCount }, (_, row) => row)
  for (const name of (table.likeness ?? []).toReversed()) {
    const column = rows.column(name)
    if (column.kind === 'texts') order = sorted(order, column.numbers, column.texts.length)
    else if (column.kind === 'numbers' && !column.isWide) {
      const { numbers, count } = numbered(column, rowCount)
      order = sorted(order, numbers, count)
    }
  }
  return order
}

/** Numbers for the values of a column, as a column of texts has them: 0 for none. */
function numbered({ data, set }: NumberColumn, rowCount: number): { numbers: Uint32Array; count: number } {
  const known = new Map<number, number>()
  const numbers = new Uint32Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    if (set[row] === 0) continue
    const value = data[row] as number
    let number = known.get(value)
    if (number === undefined) {
      number = known.size + 1
      known.set(value, number)
    }
    numbers[row] = number
  }
  return { numbers, count: known.size + 1 }
}

/** By counting: rows with the same number keep their order. */
function sorted(order: Uint32Array, numbers: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(count + 1)
  for (const row of order) {
    const after = (numbers[row] as number) + 1
    next[after] = (next[after] as number) + 1
  }
  for (let number = 1; number <= count; number++)
    next[number] = (next[number] as number) + (next[number - 1] as number)
  const result = new Uint32Array(order.length)
  for (const row of order) {
    const number = numbers[row] as number
    const place = next[number] as number
    result[place] = row
    next[number] = place + 1
  }
  return result
}
