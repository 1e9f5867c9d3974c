/** What was written of the same ids with the same names: the events of a user are many, and ids are half of a document. */
import type { EventFacts } from './event-facts.ts'

const SLOTS = 512

/** What was kept of one set of ids and names. */
interface Kept<Fragment> {
  readonly ids: readonly (string | undefined)[]
  readonly names: readonly (string | undefined)[]
  readonly fragment: Fragment
}

/** Of fixed size: a newer set takes the place of an older one with the same hash. One serves one run. */
export class AccountFragments<Fragment> {
  readonly #fields: readonly number[]
  readonly #kept: (Kept<Fragment> | undefined)[] = new Array(SLOTS).fill(undefined)

  /** For what depends on nothing but these fields and the accounts behind them. */
  constructor(fields: readonly number[]) {
    this.#fields = fields
  }

  /** What was kept of the ids and names of an event. */
  find(facts: EventFacts): Fragment | undefined {
    const fields = this.#fields
    const kept = this.#kept[this.#slot(facts)]
    if (kept === undefined) return undefined
    const { ids, names } = kept
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at] as number
      if (ids[at] !== facts.value(field) || names[at] !== facts.account(field)) return undefined
    }
    return kept.fragment
  }

  /** Keeps it. */
  keep(facts: EventFacts, fragment: Fragment): void {
    const ids = this.#fields.map((field) => facts.value(field))
    const names = this.#fields.map((field) => facts.account(field))
    this.#kept[this.#slot(facts)] = { ids, names, fragment }
  }

  /** The last digits tell ids apart. */
  #slot(facts: EventFacts): number {
    let hash = 0
    for (const field of this.#fields) {
      const id = facts.value(field)
      const last = id === undefined ? 0 : id.charCodeAt(id.length - 1)
      hash = (Math.imul(hash, 31) + last) | 0
    }
    return (hash ^ (hash >>> 9)) & (SLOTS - 1)
  }
}
