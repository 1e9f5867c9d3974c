/** Serial numbers that do not come: what auditd dropped for a plugin that was too slow, the kernel lost, or a filter left out. */
/** A number may come late: events of several processors are not in order. */
const PATIENCE = 2_000
/** So far back no late event lies: the numbers begin anew. */
const FAR_BACK = 10_000
/** Gaps that wait for late events. */
const MOST_WAITING = 1_000

/** Numbers that have not come. */
export interface SerialGap {
  readonly node?: string
  readonly first: number
  readonly last: number
}

interface Waiting extends SerialGap {
  readonly since: number
}

/** Watches the numbers of each node. */
export class SerialGaps {
  readonly #onGap: (gap: SerialGap) => void
  readonly #highest = new Map<string | undefined, number>()
  #waiting: Waiting[] = []
  /** Numbers of all gaps that were told. */
  missing = 0

  constructor(onGap: (gap: SerialGap) => void) {
    this.#onGap = onGap
  }

  /** @param now milliseconds */
  take(node: string | undefined, serial: number, now: number): void {
    const highest = this.#highest.get(node)
    if (highest === undefined || serial < highest - FAR_BACK) this.#highest.set(node, serial)
    else if (serial > highest) {
      if (serial > highest + 1) {
        const gap = { ...(node !== undefined && { node }), first: highest + 1, last: serial - 1 }
        this.#waiting.push({ ...gap, since: now })
      }
      this.#highest.set(node, serial)
    } else if (this.#waiting.length > 0) this.#fill(node, serial)
    this.tell(now)
  }

  /** Tells the gaps that nothing is expected in any more. */
  tell(now: number): void {
    while (this.#waiting.length > 0) {
      const [oldest] = this.#waiting
      if (oldest === undefined) return
      if (now - oldest.since < PATIENCE && this.#waiting.length <= MOST_WAITING) return
      this.#waiting.shift()
      const { since: _, ...gap } = oldest
      this.missing += gap.last - gap.first + 1
      this.#onGap(gap)
    }
  }

  #fill(node: string | undefined, serial: number): void {
    this.#waiting = this.#waiting.flatMap((gap) => {
      if (gap.node !== node || serial < gap.first || serial > gap.last) return [gap]
      const parts = [
        { ...gap, last: serial - 1 },
        { ...gap, first: serial + 1 },
      ]
      return parts.filter(({ first, last }) => first <= last)
    })
  }
}
