/** Reads a part of a log whose beginning has not been read. */
import { readSync } from 'node:fs'
import { PlainReader, type PlainReaderOptions } from '@ts-audit/inputs'
import { DEFAULT_EVENT_TIMEOUT } from '@ts-audit/log'
import { ChunkPool } from '@ts-audit/log/node'
import type { PartCounts } from '@ts-audit/log/parts'
import { BatchWriter, type EventBatch } from '../../threads/event-batch.ts'
import type { LogPart } from './log-parts.ts'

/** How the reader of the whole log reads: what can be handed to another thread. */
export type PartSettings = Pick<
  PlainReaderOptions,
  'choice' | 'interest' | 'start' | 'end' | 'passesOutside' | 'eventTimeout' | 'syslogTags'
>

/** Where, in its seconds, a reader has come to. */
export interface PartStep {
  /** An event has begun in this second, the latest so far. */
  readonly second: number
  /** How many events had been given then, those included that this one has completed. */
  readonly given: number
  readonly counts: PartCounts
}

/** What a part holds. */
export interface PartResult {
  /** The events of interest, in order. */
  readonly batches: readonly EventBatch[]
  /** Where a reader of what is before the part may hand over. */
  readonly steps: readonly PartStep[]
  /** At the end. */
  readonly counts: PartCounts
  /**
   * The reader of the next part has to give what comes after an event has begun in this second or a later one: this one has read so
   * far. Infinite at the end of the log.
   */
  readonly next: number
}

/** A batch is handed on when it has so many bytes. */
const BATCH_BYTES = 512 << 10
/** So many parts beyond its own are read to find where the next reader can take over. */
const MOST_OVERLAP = 2
/** The reader of what is before hands over near the beginning. */
const MOST_STEPS = 256

/** Reads parts of a log in any order. */
export class PartsReader {
  readonly #parts: readonly LogPart[]
  readonly #settings: PartSettings
  readonly #pool = new ChunkPool()
  readonly #writer = new BatchWriter()
  #reader: PlainReader
  #batches: EventBatch[] = []
  #steps: PartStep[] = []
  #given = 0

  constructor(parts: readonly LogPart[], settings: PartSettings) {
    this.#parts = parts
    this.#settings = settings
    this.#reader = this.#createReader()
  }

  /**
   * Reads the part of that index, and on to where the reader of the next one can take over. Undefined for a part that only who has
   * read all before it can read: it holds what is no record, events whose order hangs on what was before, or no place to hand over.
   */
  read(index: number): PartResult | undefined {
    if (this.#isSpoilt) this.#reader = this.#createReader()
    else this.#reader.log.restart()
    this.#batches = []
    this.#steps = []
    this.#given = 0
    const next = this.#readOn(index)
    if (next === undefined || this.#isSpoilt) {
      this.#writer.take()
      return undefined
    }
    if (this.#writer.size > 0) this.#batches.push(this.#writer.take())
    const counts = this.#reader.log.partCounts
    return { batches: this.#batches, steps: this.#steps, counts, next }
  }

  /** Gives {@link PartResult.next}; undefined when the part cannot be read here. */
  #readOn(index: number): number | undefined {
    const part = this.#parts[index] as LogPart
    if (this.#readBytes(part) !== 'whole') return undefined
    const reader = this.#reader
    if (index === this.#parts.length - 1) {
      reader.end()
      return Number.POSITIVE_INFINITY
    }
    const { log } = reader
    const next = log.latestSecond + (this.#settings.eventTimeout ?? DEFAULT_EVENT_TIMEOUT)
    log.stopFrom(next)
    let { file } = part
    for (const other of this.#parts.slice(index + 1, index + 1 + MOST_OVERLAP)) {
      if (other.file !== file) reader.endFile()
      file = other.file
      const outcome = this.#readBytes(other)
      if (outcome !== 'whole') return outcome === 'stopped' ? next : undefined
    }
    return undefined
  }

  #readBytes({ descriptor, from, to }: LogPart): 'whole' | 'stopped' | 'spoilt' {
    const reader = this.#reader
    for (let position = from; position < to; ) {
      const buffer = this.#pool.take(reader)
      const size = readSync(descriptor, buffer, 0, Math.min(buffer.length, to - position), position)
      if (size === 0) return to === Number.POSITIVE_INFINITY ? 'whole' : 'spoilt'
      position += size
      const more = reader.push(buffer.subarray(0, size))
      this.#writer.flush()
      if (this.#writer.size >= BATCH_BYTES) this.#batches.push(this.#writer.take())
      if (this.#isSpoilt) return 'spoilt'
      if (!more) return 'stopped'
    }
    return 'whole'
  }

  /** Whether something has come that depends on what was before. */
  get #isSpoilt(): boolean {
    return !this.#reader.isPure || this.#reader.log.hasTies
  }

  #createReader(): PlainReader {
    const reader: PlainReader = new PlainReader({
      ...this.#settings,
      sink: (event) => {
        this.#writer.add(event)
        this.#given++
      },
      onSecond: (second) => {
        this.#steps.push({ second, given: this.#given, counts: reader.log.partCounts })
        return this.#steps.length < MOST_STEPS
      },
    })
    return reader
  }
}
