/** Events again, from their places: whole, in their order, a few reads for many. */
import { type EventInterest, type LogEvent, LogReader } from '@ts-audit/log'
import { type Batch, batches } from './event-batches.ts'
import type { EventIndex } from './event-index.ts'
import { EventRun } from './event-run.ts'
import { readAhead } from './read-ahead.ts'

const BATCHES_AHEAD = 4

/** Takes an event; false for no more. */
export type OrdinalSink = (event: LogEvent, ordinal: number) => unknown

/** What is told between reads. */
export interface ReadingWatch {
  /** Asked after each read: true ends the reading. */
  readonly isStopped?: () => boolean
  /** How many of the ordinals are done. */
  readonly onProgress?: (done: number) => void
  /** Awaited before each batch: what is more urgent is done meanwhile. */
  readonly yields?: () => Promise<void>
  /** Somebody waits for the events on the screen. */
  readonly isUrgent?: boolean
}

/** What is looked for in events whose order does not matter. */
export interface EventSearch {
  /** The events among which those that match are; undefined for all. */
  readonly interest: EventInterest | undefined
  readonly matches: (event: LogEvent) => boolean
}

/** A batch, and the bytes of each source from its lowest place on. */
interface ReadBatch extends Batch {
  readonly buffers: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
}

/** Reads events of an index. Their bytes are good until the sink returns, and are overwritten soon after. */
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
    for await (const batch of this.#batches(ordinals, watch.isUrgent)) {
      await watch.yields?.()
      if (watch.isStopped?.() === true) return
      const goesOn = this.#give(ordinals, batch, sink)
      this.#giveBack(batch)
      if (!goesOn) return
      watch.onProgress?.(batch.end)
    }
  }

  /**
   * Gives those ordinals whose events match, batch by batch. Lines are read in runs, as the command reads them, and what
   * cannot match never becomes an event: in half the time of {@link read}.
   */
  async find(
    ordinals: ArrayLike<number>,
    { interest, matches }: EventSearch,
    take: (found: readonly number[]) => void,
    watch: ReadingWatch = {},
  ): Promise<void> {
    const run = new EventRun(this.#index, matches, interest)
    for await (const batch of this.#batches(ordinals)) {
      await watch.yields?.()
      if (watch.isStopped?.() === true) return
      const found: number[] = []
      let isWhole = true
      for (const [source, buffer] of batch.buffers) {
        const own =
          batch.buffers.size === 1 ? ordinalsOf(ordinals, batch) : this.#ofSource(ordinals, batch, source)
        isWhole &&= run.take(buffer, batch.extents.get(source)?.low ?? 0, own, found)
      }
      if (!isWhole) {
        // Two events of one id, which together would be one.
        found.length = 0
        this.#give(ordinals, batch, (event, ordinal) => {
          if (matches(event)) found.push(ordinal)
        })
      }
      this.#giveBack(batch)
      take(found.sort((one, other) => one - other))
      watch.onProgress?.(batch.end)
    }
  }

  /** False when the sink wants no more. */
  #give(
    ordinals: ArrayLike<number>,
    { begin, end, extents, buffers }: ReadBatch,
    sink: OrdinalSink,
  ): boolean {
    this.#sink = sink
    this.#goesOn = true
    for (let at = begin; at < end && this.#goesOn; at++) {
      this.#ordinal = ordinals[at] as number
      const { source, start, length } = this.#index.span(this.#ordinal)
      const from = start - (extents.get(source)?.low ?? 0)
      const bytes = buffers.get(source)
      if (bytes === undefined) continue
      this.#reader.push(bytes.subarray(from, from + length))
      this.#reader.flush()
    }
    return this.#goesOn
  }

  #batches(ordinals: ArrayLike<number>, isUrgent = false): AsyncGenerator<ReadBatch, void, undefined> {
    const { store } = this.#index
    return readAhead(batches(this.#index, ordinals), BATCHES_AHEAD, async (batch) => ({
      ...batch,
      buffers: new Map(
        await Promise.all(
          [...batch.extents].map(
            async ([source, { low, high }]) =>
              [source, await store.read(source, low, high, isUrgent)] as const,
          ),
        ),
      ),
    }))
  }

  #giveBack({ buffers }: ReadBatch): void {
    for (const bytes of buffers.values()) this.#index.store.giveBack(bytes)
  }

  #ofSource(ordinals: ArrayLike<number>, { begin, end }: Batch, source: number): readonly number[] {
    const own: number[] = []
    for (let at = begin; at < end; at++) {
      const ordinal = ordinals[at] as number
      if (this.#index.sourceOf(ordinal) === source) own.push(ordinal)
    }
    return own
  }
}

function ordinalsOf(ordinals: ArrayLike<number>, { begin, end }: Batch): ArrayLike<number> {
  return ordinals instanceof Uint32Array
    ? ordinals.subarray(begin, end)
    : Array.prototype.slice.call(ordinals, begin, end)
}
