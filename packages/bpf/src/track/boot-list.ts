/** The boots of all nodes: those that are listed, and the sums over all. */
import type { Boot } from './boot.ts'

/** A log that makes up boots must not fill the memory with them. */
const MOST_LISTED = 10_000

/** What is added up over all boots. */
export interface BootSums {
  boots: number
  /** Serial numbers from the lowest to the highest of each boot, and those of them that were seen. */
  expected: number
  seen: number
  unidentifiedUnloads: number
}

/** Boots by node, in the order they began. Beyond a limit, a node's ended boots are only added up, not listed. */
export class BootList {
  readonly #ended = new Map<string | undefined, Boot[]>()
  readonly #current = new Map<string | undefined, Boot>()
  #listed = 0
  readonly #unlisted: BootSums = { boots: 0, expected: 0, seen: 0, unidentifiedUnloads: 0 }

  /** A boot has begun; the one before it on this node has ended. */
  begin(boot: Boot): void {
    const { node } = boot
    const ended = this.#current.get(node)
    this.#current.set(node, boot)
    if (ended === undefined) return
    if (ended.events === 0 || this.#listed >= MOST_LISTED) {
      addUp(this.#unlisted, ended)
      return
    }
    this.#listed++
    const list = this.#ended.get(node)
    if (list === undefined) this.#ended.set(node, [ended])
    else list.push(ended)
  }

  /** Boots that had events, by node. The last of each node is always among them. */
  listed(): Boot[] {
    return [...this.#current].flatMap(([node, current]) => [
      ...(this.#ended.get(node) ?? []),
      ...(current.events > 0 ? [current] : []),
    ])
  }

  /** How many boots are left out. */
  get unlisted(): number {
    return this.#unlisted.boots
  }

  /** The sums over all boots, those left out included. */
  sums(): BootSums {
    const sums = { ...this.#unlisted }
    for (const boots of this.#ended.values()) for (const boot of boots) addUp(sums, boot)
    for (const boot of this.#current.values()) addUp(sums, boot)
    return sums
  }
}

/** How many serial numbers a boot spans, and how many of them were seen. */
export function bootSerials({ minSerial, maxSerial, events }: Boot): { expected: number; seen: number } {
  const expected = maxSerial - minSerial + 1
  return { expected, seen: Math.min(events, expected) }
}

/** A boot of nothing but records without a time has no serial numbers, and is none to be listed. */
function addUp(sums: BootSums, boot: Boot): void {
  sums.unidentifiedUnloads += boot.unidentifiedUnloads
  if (boot.events === 0) return
  const { expected, seen } = bootSerials(boot)
  sums.boots++
  sums.expected += expected
  sums.seen += seen
}
