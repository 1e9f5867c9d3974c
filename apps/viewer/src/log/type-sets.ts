/** Numbers for the sets of record types that events have: an event costs a look-up for each of its records. */
import type { LogEvent } from '@ts-audit/log'

/** More sets than this are not told apart: a hostile log must not fill the memory. */
const MOST_SETS = 1 << 15
const TYPES = 1 << 16

/** The number of events whose types are not known. */
export const UNKNOWN_TYPES = 0

/** Sets of record types, the type of an event's first record first. */
export class TypeSets {
  readonly #sets: (readonly number[])[] = [[], []]
  readonly #next = new Map<number, number>()

  /** The number of the set of an event. */
  numberOf({ records }: LogEvent): number {
    let set = 1
    for (const { type } of records) {
      const step = set * TYPES + (type & (TYPES - 1))
      const next = this.#next.get(step) ?? this.#add(set, type, step)
      if (next === UNKNOWN_TYPES) return next
      set = next
    }
    return set
  }

  /** The types of a set, the first record's first; none for {@link UNKNOWN_TYPES}. */
  types(set: number): readonly number[] {
    return this.#sets[set] ?? []
  }

  get size(): number {
    return this.#sets.length
  }

  #add(set: number, type: number, step: number): number {
    const types = this.types(set)
    let next = set
    if (!types.includes(type)) {
      if (this.#sets.length >= MOST_SETS) return UNKNOWN_TYPES
      next = this.#sets.length
      this.#sets.push([...types, type])
    }
    this.#next.set(step, next)
    return next
  }
}
