/** Events again, from their places: whole, in their order, a few reads for many. */
import { type LogEvent, LogReader } from '@ts-audit/log'
import type { EventIndex } from './event-index.ts'

/** Read at a time. */
const MOST_BYTES = 4 << 20
const MOST_EVENTS = 1 << 14
/** Bytes that nobody asked for are read over up to this many: a read of its own costs more. */
const MOST_GAP = 1 << 16

/** Takes an event; false for no more. */
export type OrdinalSink = (event: LogEvent, ordinal: number) => unknown

/** What is told between reads. */
export interface ReadingWatch {
  /** Asked after each read: true ends the reading. */
  readonly isStopped?: () => boolean
  /** How many of the ordinals are done. */
  readonly onProgress?: (done: number) => void
}

interface Extent {
  low: number
  high: number
}

/** Reads events of an index. Their bytes are good until the sink returns. */
export class EventReader {
  readonly #index: EventIndex
  readonly #reader: LogReader
  #sink: OrdinalSink = () => true
  #ordinal = 0
  #goesOn = true

  constructor(index: EventIndex) {
    this.#index = index
    this.#reader = new LogReader({
      sink: (event) => {
        if (this.#sink(event, this.#ordinal) === false) this.#goesOn = false
        return true
      },
    })
  }

  /** Gives the events of some ordinals, in their order. */
  async read(ordinals: ArrayLike<number>, sink: OrdinalSink, watch: ReadingWatch = {}): Promise<void> {
    for (let at = 0; at < ordinals.length; ) {
      const { next, extents } = this.#batch(ordinals, at)
      const buffers = new Map<number, Uint8Array>()
      for (const [source, { low, high }] of extents) {
        buffers.set(source, await this.#index.store.read(source, low, high))
      }
      if (watch.isStopped?.() === true) return
      this.#sink = sink
      this.#goesOn = true
      for (; at < next && this.#goesOn; at++) {
        this.#ordinal = ordinals[at] as number
        const { source, start, length } = this.#index.span(this.#ordinal)
        const from = start - (extents.get(source)?.low ?? 0)
        const bytes = buffers.get(source)
        if (bytes === undefined) continue
        this.#reader.push(bytes.subarray(from, from + length))
        this.#reader.flush()
      }
      if (!this.#goesOn) return
      watch.onProgress?.(at)
    }
  }

  /** How far the ordinals can be had with one read of each source. */
  #batch(
    ordinals: ArrayLike<number>,
    begin: number,
  ): { readonly next: number; readonly extents: ReadonlyMap<number, Extent> } {
    const extents = new Map<number, Extent>()
    const last = Math.min(ordinals.length, begin + MOST_EVENTS)
    let next = begin
    for (; next < last; next++) {
      const { source, start, length } = this.#index.span(ordinals[next] as number)
      const end = start + length
      const extent = extents.get(source)
      if (extent === undefined) {
        extents.set(source, { low: start, high: end })
        continue
      }
      const isNear = start <= extent.high + MOST_GAP && end >= extent.low - MOST_GAP
      if (!isNear || Math.max(extent.high, end) - Math.min(extent.low, start) > MOST_BYTES) break
      extent.low = Math.min(extent.low, start)
      extent.high = Math.max(extent.high, end)
    }
    return { next, extents }
  }
}
