/** Looks for events in buffers that hold many, without making events of those that cannot match. */
import { type EventInterest, type LogEvent, LogReader } from '@ts-audit/log'
import type { EventIndex } from './event-index.ts'

export class EventRun {
  readonly #index: EventIndex
  readonly #reader: LogReader
  /** Where events that match begin; those whose records the reader has moved are known by their ids. */
  #starts: number[] = []
  #moved: { readonly time: number; readonly serial: number }[] = []
  #buffer: ArrayBufferLike | undefined

  constructor(index: EventIndex, matches: (event: LogEvent) => boolean, interest: EventInterest | undefined) {
    this.#index = index
    this.#reader = new LogReader({
      interest,
      sink: (event) => {
        const [first] = event.records
        if (first === undefined || !matches(event)) return
        const { bytes, start } = first
        if (bytes.buffer === this.#buffer) this.#starts.push(bytes.byteOffset + start)
        else this.#moved.push({ time: event.seconds + event.milliseconds / 1000, serial: event.serial })
      },
    })
  }

  /**
   * Adds the ordinals that match; false where the events that were read are not those of the index.
   *
   * @param low where the buffer begins in its source
   */
  take(buffer: Uint8Array, low: number, ordinals: ArrayLike<number>, found: number[]): boolean {
    this.#starts = []
    this.#moved = []
    this.#buffer = buffer.buffer
    const before = this.#reader.counters.events
    this.#push(buffer, low, ordinals)
    if (this.#reader.counters.events - before !== ordinals.length) return false
    return this.#addMoved(ordinals, found) && this.#addFound(buffer.byteOffset - low, ordinals, found)
  }

  /** Events that stand together go to the reader together. */
  #push(buffer: Uint8Array, low: number, ordinals: ArrayLike<number>): void {
    const index = this.#index
    let from = -1
    let to = -1
    for (let at = 0; at < ordinals.length; at++) {
      const ordinal = ordinals[at] as number
      const start = index.startOf(ordinal) - low
      if (start !== to) {
        if (to > from) this.#reader.push(buffer.subarray(from, to))
        from = start
      }
      to = start + index.lengthOf(ordinal)
    }
    if (to > from) this.#reader.push(buffer.subarray(from, to))
    this.#reader.flush()
  }

  #addMoved(ordinals: ArrayLike<number>, found: number[]): boolean {
    const { serials, times } = this.#index
    for (const { time, serial } of this.#moved) {
      let count = 0
      for (let at = 0; at < ordinals.length; at++) {
        const ordinal = ordinals[at] as number
        if (serials.at(ordinal) !== serial || times.at(ordinal) !== time) continue
        if (count++ > 0) return false
        found.push(ordinal)
      }
      if (count === 0) return false
    }
    return true
  }

  /** The events come nearly always in the order of the ordinals; a map of all places is made only where they do not. */
  #addFound(shift: number, ordinals: ArrayLike<number>, found: number[]): boolean {
    const index = this.#index
    let at = 0
    let byStart: ReadonlyMap<number, number> | undefined
    for (const place of this.#starts) {
      const start = place - shift
      if (byStart === undefined) {
        while (at < ordinals.length && index.startOf(ordinals[at] as number) !== start) at++
        if (at < ordinals.length) {
          found.push(ordinals[at] as number)
          continue
        }
        byStart = new Map(Array.from(ordinals, (ordinal) => [index.startOf(ordinal), ordinal]))
      }
      const ordinal = byStart.get(start)
      if (ordinal === undefined) return false
      found.push(ordinal)
    }
    return true
  }
}
