/** A priority queue: the smallest item first. */
export class BinaryHeap<Item> {
  readonly #items: Item[] = []
  readonly #compare: (a: Item, b: Item) => number

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare
  }

  get size(): number {
    return this.#items.length
  }

  /** The smallest item, or undefined when empty. */
  get top(): Item | undefined {
    return this.#items[0]
  }

  /** All items, in no particular order. */
  all(): Iterable<Item> {
    return this.#items
  }

  add(item: Item): void {
    const items = this.#items
    let at = items.length
    items.push(item)
    while (at > 0) {
      const parentAt = (at - 1) >> 1
      const parent = items[parentAt] as Item
      if (this.#compare(parent, item) <= 0) break
      items[at] = parent
      at = parentAt
    }
    items[at] = item
  }

  /** Removes and returns the smallest item. */
  take(): Item | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (last === undefined || items.length === 0) return top
    let at = 0
    for (;;) {
      let childAt = at * 2 + 1
      if (childAt >= items.length) break
      if (childAt + 1 < items.length && this.#compare(items[childAt + 1] as Item, items[childAt] as Item) < 0)
        childAt++
      const child = items[childAt] as Item
      if (this.#compare(last, child) <= 0) break
      items[at] = child
      at = childAt
    }
    items[at] = last
    return top
  }
}
