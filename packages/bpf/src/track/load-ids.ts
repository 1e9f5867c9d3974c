/** Which ids the LOADs of one boot have: the kernel gives one after another, so one that is missing is a LOAD not in the log. */
import { type Stamp, stampText, stampTime } from './stamp.ts'

/** Program ids go up to INT_MAX − 1, then from 1 again: ids in use are then left out (kernel/bpf/syscall.c). */
const LAST_ID = 2 ** 31 - 2
/** A log of ever new gaps must not fill the memory with them. */
const MOST_RUNS = 1_000

/** Ids that follow each other and whose LOADs are not in the log. */
export interface MissingIds {
  readonly first: number
  readonly last: number
  /** The LOAD before them; absent where they come before the first. */
  readonly after?: string
  /** The LOAD that shows them to be missing. */
  readonly before: string
  /** Of that LOAD, in milliseconds since 1970-01-01 UTC. */
  readonly time: number
}

/** A LOAD, and what its boot had before. */
export interface LoadPlace {
  readonly event: Stamp
  /** Events of the boot up to it. */
  readonly events: number
  /** Changes of the audit configuration, and starts and ends of auditd. */
  readonly changes: number
}

/** A LOAD with its id. */
export interface KnownLoad {
  readonly id: number
  readonly place: LoadPlace
}

/** Ids that are missing between two LOADs. */
export interface IdGap {
  readonly first: number
  readonly last: number
  readonly after: LoadPlace | undefined
  readonly before: LoadPlace
}

/** Takes ids nearly in order. */
export class LoadIds {
  #next = 0
  #first = 0
  #latest: LoadPlace | undefined
  #runs: IdGap[] = []

  /** @param id counted on where ids have started again from 1 */
  add(id: number, place: LoadPlace): void {
    if (id > LAST_ID || id < 1) return
    if (this.#first === 0) this.#first = id
    if (id >= this.#next) {
      const first = this.#latest === undefined ? 1 : this.#next
      if (id > first && this.#runs.length < MOST_RUNS) {
        this.#runs.push({ first, last: id - 1, after: this.#latest, before: place })
      }
      this.#next = id + 1
      this.#latest = place
      return
    }
    this.#fill(id, place)
  }

  /** Whether a program of this id was loaded after the first LOAD: ids go up. */
  isAfterFirst(id: number): boolean {
    return this.#first > 0 && id > this.#first && id <= LAST_ID
  }

  /** The LOAD with the highest id so far. */
  get highest(): KnownLoad | undefined {
    return this.#latest === undefined ? undefined : { id: this.#next - 1, place: this.#latest }
  }

  get gaps(): readonly IdGap[] {
    return this.#runs
  }

  /** The ids that are missing, those before the first LOAD included. */
  missing(): readonly MissingIds[] {
    return this.#runs.map(({ first, last, after, before }) => ({
      first,
      last,
      ...(after !== undefined && { after: stampText(after.event) }),
      before: stampText(before.event),
      time: stampTime(before.event),
    }))
  }

  /** It has only come late. */
  #fill(id: number, place: LoadPlace): void {
    const at = this.#runs.findLastIndex(({ first, last }) => id >= first && id <= last)
    const run = this.#runs[at]
    if (run === undefined) return
    const parts: IdGap[] = [
      { ...run, last: id - 1, before: place },
      { ...run, first: id + 1, after: place },
    ]
    this.#runs.splice(at, 1, ...parts.filter(({ first, last }) => first <= last))
  }
}
