/** Finds the ids of loads whose BPF record is missing by the ids around them: the kernel leaves none out. */
import type { KnownLoad, LoadPlace } from './load-ids.ts'

/** A load whose id is known by its neighbours. */
export interface InferredId {
  /** Its row in the program table. */
  readonly row: number
  readonly id: number
  readonly place: LoadPlace
}

/** A log of nothing but such loads must not fill the memory with them. */
const MOST_WAITING = 1_000

/** A load without a BPF record. */
type Unknown = Omit<InferredId, 'id'>

/** The loads of one boot without a BPF record, in the order they are read. */
export class InferredIds {
  #before: KnownLoad | undefined
  #waiting: Unknown[] = []

  /** Whether any wait for the next LOAD. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  /**
   * Takes a load. Gives its id where no event is missing since the LOAD before it.
   *
   * @param before the LOAD with the highest id so far
   */
  add(load: Unknown, before: KnownLoad | undefined): InferredId | undefined {
    if (this.#waiting.length === 0) {
      if (before !== undefined && isGapless(before.place, load.place)) return { ...load, id: before.id + 1 }
      this.#before = before
    }
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push(load)
    return undefined
  }

  /** What the next LOAD tells of those that wait. */
  settle({ id, place }: KnownLoad): readonly InferredId[] {
    const waiting = this.#waiting
    const lowest = (this.#before?.id ?? 0) + 1
    this.#waiting = []
    if (waiting.length === MOST_WAITING) return []
    return waiting.flatMap((load, at) => {
      const highest = id - (waiting.length - at)
      if (highest < lowest + at) return []
      return highest === lowest + at || isGapless(load.place, place) ? [{ ...load, id: highest }] : []
    })
  }

  /** Another boot begins, or a LOAD has come late: which of those that wait were loaded before it is not known. */
  clear(): void {
    this.#waiting = []
  }
}

/** Whether every serial number between two loads is in the log, and auditing was not changed meanwhile. */
function isGapless(one: LoadPlace, other: LoadPlace): boolean {
  return other.changes === one.changes && other.event.serial - one.event.serial === other.events - one.events
}
