/** A log that two threads read: this one from its beginning, the other from its end; what comes out is what one alone would give. */
import { fstatSync } from 'node:fs'
import type { PlainReader } from '@ts-audit/inputs'
import { DEFAULT_EVENT_TIMEOUT, type EventSink } from '@ts-audit/log'
import { eventsOf } from '../../threads/event-batch.ts'
import type { ReadOutcome } from '../log-file.ts'
import { type LogPart, partsOf } from './log-parts.ts'
import { PartResults } from './part-results.ts'
import type { PartResult, PartSettings, PartStep } from './read-part.ts'

/** What is read, and how. */
export interface AheadParts {
  /** The open files of the log, in order. */
  readonly descriptors: readonly number[]
  /** The reader that reads here, and how it does. */
  readonly reader: PlainReader
  readonly settings: PartSettings
  /** Takes the events that the other thread has found. */
  readonly sink: EventSink
  /** The module that the other thread runs. */
  readonly script: URL
  /** Called between batches of events; reading goes on when it has settled. */
  readonly afterChunk: () => Promise<void> | undefined
}

/** Reads a part here: gives what `readPlainLog` gives. */
export type ReadHere = (range: { readonly from: number; readonly to: number }) => Promise<ReadOutcome>

export class AheadReading {
  readonly #parts: readonly LogPart[]
  readonly #results: PartResults
  readonly #reader: PlainReader
  readonly #sink: EventSink
  readonly #afterChunk: () => Promise<void> | undefined
  readonly #timeout: number
  /**
   * Where the other thread has read all before the next part: the second from which on what comes is to be given. Undefined
   * where this thread has.
   */
  #next: number | undefined

  /** Starts the other thread. */
  constructor({ descriptors, reader, settings, sink, script, afterChunk }: AheadParts) {
    const files = descriptors.map((descriptor) => ({ descriptor, size: fstatSync(descriptor).size }))
    const parts = partsOf(files)
    this.#parts = parts
    this.#reader = reader
    this.#sink = sink
    this.#afterChunk = afterChunk
    this.#timeout = settings.eventTimeout ?? DEFAULT_EVENT_TIMEOUT
    this.#results = new PartResults(script, parts, settings)
  }

  /** Reads a file, of which `readHere` reads a part into the reader. */
  async readFile(file: number, readHere: ReadHere): Promise<ReadOutcome> {
    for (const [index, part] of this.#parts.entries()) {
      if (part.file !== file) continue
      const outcome = await this.#readPart(index, part, readHere)
      if (outcome !== 'whole' || this.hasLostOrder) return outcome
    }
    return 'whole'
  }

  /**
   * Whether what comes next depends on all that was before, of which no thread has read everything: the order of events of one stamp.
   * Then all is to be read again, by one thread.
   */
  get hasLostOrder(): boolean {
    return this.#reader.log.hasLostOrder
  }

  close(): Promise<void> {
    return this.#results.close()
  }

  async #readPart(index: number, part: LogPart, readHere: ReadHere): Promise<ReadOutcome> {
    const reader = this.#reader
    const { log } = reader
    const result = index === 0 ? undefined : await this.#results.take(index)
    const second = this.#next ?? log.latestSecond + this.#timeout
    const step = log.isCatchingUp ? undefined : result?.steps.find((each) => each.second >= second)
    if (result === undefined || step === undefined) {
      if (this.#next !== undefined) log.resumeAt(this.#next)
      this.#next = undefined
      return readHere(part)
    }
    const before = reader.bytesRead
    if (this.#next === undefined) {
      log.stopFrom(second)
      const outcome = await readHere(part)
      if (!log.hasReachedStop) {
        // The sink has said stop, or the file has changed.
        log.stopFrom(Number.POSITIVE_INFINITY)
        return outcome
      }
      log.forget()
    }
    log.countAlso(step.counts, result.counts)
    reader.skipTo(before + part.length)
    this.#next = result.next
    return (await this.#give(result, step)) ? 'whole' : 'stopped'
  }

  /** Gives the events that came after a step; false when the sink has said stop. */
  async #give({ batches }: PartResult, step: PartStep): Promise<boolean> {
    let before = step.given
    for (const batch of batches) {
      for (const event of eventsOf(batch)) {
        if (before-- > 0) continue
        if (this.#sink(event) === false) return false
      }
      await this.#afterChunk()
    }
    return true
  }
}
