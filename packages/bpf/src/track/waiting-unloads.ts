/** UNLOADs that cannot be paired yet: those without a time, and those whose LOAD may still come. */
import { type Neighbours, nearer, type RecentNumbers } from './recent-numbers.ts'

/** An UNLOAD that waits; `data` is handed back to the tracker. */
export interface WaitingUnload<Data> {
  readonly progId: number
  readonly serial: number
  readonly data: Data
  /** Newest time of the log when it came; 0 while the log has told none. */
  since: number
  /** Whether the record carries a time. */
  readonly hasTime: boolean
  /** Its neighbours by serial number, as far as they have come; kept up to date when it has no time. */
  readonly neighbours: Neighbours
}

/** Bounds time and memory in a log of nothing but such UNLOADs. */
const MAX_WAITING = 4096
/** Only this many are compared with every event. */
const MAX_TIMELESS = 64

/**
 * A queue by arrival, with a look-up by program id. An UNLOAD waits for `settleMs` of log time: a LOAD of a lower serial
 * number can come that late, because events come in the order of their stamps and a SYSCALL's stamp is its beginning.
 */
export class WaitingUnloads<Data> {
  readonly #queue = new Set<WaitingUnload<Data>>()
  readonly #byId = new Map<number, WaitingUnload<Data>>()
  readonly #timeless = new Set<WaitingUnload<Data>>()
  readonly #settleMs: number

  constructor(settleMs: number) {
    this.#settleMs = settleMs
  }

  get empty(): boolean {
    return this.#queue.size === 0
  }

  add(
    progId: number,
    serial: number,
    hasTime: boolean,
    since: number,
    serials: RecentNumbers,
    data: Data,
  ): void {
    const neighbours = serials.neighbours(serial)
    const waiting: WaitingUnload<Data> = { progId, serial, data, since, hasTime, neighbours }
    this.#queue.add(waiting)
    this.#byId.set(progId, waiting)
    if (hasTime) return
    this.#timeless.add(waiting)
    // The oldest keeps waiting, with the neighbours found so far.
    for (const oldest of this.#timeless) {
      if (this.#timeless.size <= MAX_TIMELESS) return
      this.#timeless.delete(oldest)
    }
  }

  /** Another event has come: it may be a neighbour of an UNLOAD without a time. */
  observe(serial: number, time: number): void {
    for (const waiting of this.#timeless) nearer(waiting.neighbours, waiting.serial, serial, time)
  }

  /** Takes the UNLOAD that waits for this LOAD, if any; one without a time goes on waiting for its neighbours. */
  take(progId: number, loadSerial: number): WaitingUnload<Data> | undefined {
    const waiting = this.#byId.get(progId)
    if (waiting === undefined || !waiting.hasTime || waiting.serial <= loadSerial) return undefined
    this.#remove(waiting)
    return waiting
  }

  /** Gives back, in the order they came, those that have waited long enough at `now` (or are too many). */
  settle(now: number, settled: (waiting: WaitingUnload<Data>) => void): void {
    for (const waiting of this.#queue) {
      if (waiting.since === 0 && Number.isFinite(now)) waiting.since = now
      if (this.#queue.size <= MAX_WAITING && now - waiting.since <= this.#settleMs) return
      this.#remove(waiting)
      settled(waiting)
    }
  }

  #remove(waiting: WaitingUnload<Data>): void {
    this.#queue.delete(waiting)
    this.#timeless.delete(waiting)
    if (this.#byId.get(waiting.progId) === waiting) this.#byId.delete(waiting.progId)
  }
}
