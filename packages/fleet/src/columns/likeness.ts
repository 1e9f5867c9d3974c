/** The order in which a batch is laid: what is alike side by side takes less room. */
import type { GatheredRows } from './gathered-rows.ts'

/**
 * The rows of a batch in the order of the texts in `table.likeness`, and within the same texts as they came. Texts are in the
 * order in which they were seen first: it is only about which lie together.
 */
export function likenessOrder(rows: GatheredRows): Uint32Array {
  const { rowCount, table } = rows
  let order = Uint32Array.from({ length: rowCount }, (_, row) => row)
  for (const name of (table.likeness ?? []).toReversed()) {
    const column = rows.column(name)
    if (column.kind === 'texts') order = sorted(order, column.numbers, column.texts.length)
  }
  return order
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
