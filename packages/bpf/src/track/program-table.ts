/** All programs that are known, by the number of their row. */
import { ProgramColumns } from './program-columns.ts'
import { Flag, ProgramRow, type RowBoot } from './program-row.ts'

/** Text of released rows is dropped once at least so many were released. */
const COMPACT_AFTER = 50_000

/** All rows. A row is named by its index; indices that were released are used again. */
export class ProgramTable {
  readonly #columns: ProgramColumns
  readonly #free: number[] = []
  #length = 0
  #released = 0

  /** @param findingNames the names of findings, by their bits in a row */
  constructor(findingNames: readonly string[] = []) {
    this.#columns = new ProgramColumns(findingNames)
  }

  /** How many rows there are, released ones included. */
  get length(): number {
    return this.#length
  }

  /** A new row. */
  create(boot: RowBoot, progId: number): ProgramRow {
    const index = this.#free.pop() ?? this.#length++
    const { texts, progId: id, node, boot: number } = this.#columns
    id.set(index, progId)
    node.set(index, texts.intern(boot.node))
    number.set(index, boot.index)
    return new ProgramRow(this.#columns, index)
  }

  /** The row of an index that {@link create} has given. */
  row(index: number): ProgramRow {
    if (index >= this.#length) throw new RangeError(`There is no program row ${index}.`)
    return new ProgramRow(this.#columns, index)
  }

  /** The rows in the order of their LOADs. */
  inOrder(indices: Uint32Array): Uint32Array {
    if (this.#released === 0) return indices.sort()
    // Read once, not at every comparison: half a million programs are compared ten million times.
    const times = new Float64Array(indices.length)
    const serials = new Float64Array(indices.length)
    for (const [at, index] of indices.entries()) {
      const { seconds, milliseconds, serial } = this.#columns.load.get(index)
      times[at] = seconds * 1000 + milliseconds
      serials[at] = serial
    }
    return Uint32Array.from(indices.keys())
      .sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || (serials[a] ?? 0) - (serials[b] ?? 0))
      .map((at) => indices[at] ?? 0)
  }

  /** The row is no longer needed. */
  release(row: ProgramRow): void {
    this.#columns.clear(row.index)
    this.#free.push(row.index)
    this.#released++
    const used = this.#length - this.#free.length
    if (this.#released < COMPACT_AFTER + used) return
    this.#released = 1
    this.#columns.compact(this.#used())
  }

  *#used(): Generator<number> {
    const { flags } = this.#columns
    for (let index = 0; index < this.#length; index++) {
      if ((flags.get(index) & (Flag.loadSeen | Flag.unloadSeen)) !== 0) yield index
    }
  }
}
