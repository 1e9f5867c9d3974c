/** A format whose work is shared with other threads; what comes out is what one thread alone would write. */
import type { InterpretMemory } from '@ts-audit/auparse'
import { ByteSink } from '@ts-audit/auparse/internal'
import type { EventFormat, EventOrigin } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import {
  BatchWriter,
  batchMayInclude,
  type EventBatch,
  eventsBackwards,
  eventsOf,
  originsOf,
} from '../threads/event-batch.ts'
import type { FormatThread, FormatThreads } from './format-threads.ts'

/** Bytes of records that make a batch: some milliseconds of work. */
const BATCH_BYTES = 512 << 10
/** A format that writes much of little gets smaller batches, whose output is about this large: it fits the first buffers. */
const BATCH_OUTPUT_BYTES = 768 << 10
/** Threads are worth their start once this many bytes of records have been formatted here. */
const START_BYTES = 2 << 20
/** With more finished output than this waiting for an unfinished batch, the main thread waits. */
const MAX_HELD_BYTES = 8 << 20
/** So many buffers are kept to be used again: a few more than are mostly held. */
const MAX_SPARES = 16

/** What is needed to share the work. */
export interface ParallelParts {
  /** Makes the format of this thread, which writes into a sink and notes lines for stderr. */
  readonly createFormat: (sink: ByteSink, note: (text: string) => void) => EventFormat
  /** Starts the threads; undefined when there are none to be had. */
  readonly startThreads: () => FormatThreads | undefined
  /** Where all output goes, in order. */
  readonly sink: ByteSink
  /** Takes texts for stderr, in order too. */
  readonly note: (text: string) => void
}

/** Output of events that follow each other; `output` is undefined while a thread still works on it. */
interface Segment {
  output: Uint8Array | undefined
  length: number
  notes: readonly string[]
}

/**
 * Events are formatted here, or gathered into batches for the threads as long as one of them is free; the outputs are
 * put together in the order of the events.
 */
export class ParallelFormat implements EventFormat {
  readonly #parts: ParallelParts
  readonly #here: EventFormat
  /** What this thread has written since the last segment. */
  readonly #local = new ByteSink()
  #localNotes: string[] = []
  /** Bytes of the records formatted here since it was last chosen who formats. */
  #localBytes = 0
  /** Bytes of all records formatted here, and of what was written of them. */
  #formatted = 0
  #written = 0
  #batchBytes = BATCH_BYTES
  #threads: FormatThreads | undefined
  #isStarted = false
  /** The thread that events are gathered for; undefined while they are formatted here. */
  #thread: FormatThread | undefined
  readonly #batch = new BatchWriter()
  /** What the format carried when the batch began. */
  #memory: InterpretMemory | undefined
  /** Batches that threads are done with: their buffers are used again. */
  readonly #emptied: EventBatch[] = []
  #segments: Segment[] = []
  /** Buffers for output that are free: of this thread, and those that are shared with the others. */
  readonly #spares: Uint8Array[] = []
  readonly #sharedSpares: Uint8Array[] = []
  #heldBytes = 0

  constructor(parts: ParallelParts) {
    this.#parts = parts
    this.#here = parts.createFormat(this.#local, (text) => this.#localNotes.push(text))
  }

  /** Writes one event; its records need not stay valid. */
  write(event: LogEvent, origin?: EventOrigin): void {
    if (this.#thread !== undefined) {
      this.#batch.add(event, origin)
      if (this.#batch.size >= this.#batchBytes) this.#next()
      return
    }
    this.#here.write(event, origin)
    for (const { start, end } of event.records) this.#localBytes += end - start
    if (this.#localBytes >= this.#batchBytes) this.#next()
  }

  /** Takes a text for stderr that belongs after those of the events written so far. */
  note(text: string): void {
    this.#endBatch()
    this.#localNotes.push(text)
  }

  /** Puts into the sink what is complete. */
  flush(): void {
    this.#batch.flush()
    this.#endLocal()
    this.#threads?.poll()
    this.#deliver()
  }

  /** What to wait for before more events are written; undefined when the threads keep up. */
  waiting(): Promise<void> | undefined {
    return this.#heldBytes > MAX_HELD_BYTES ? this.#deliverUntil(MAX_HELD_BYTES) : undefined
  }

  /** Puts everything into the sink. */
  async finish(notes: readonly string[]): Promise<void> {
    this.#endBatch()
    this.#endLocal()
    this.#here.end?.(notes)
    this.flush()
    await this.#deliverUntil(0)
  }

  /** Ends a segment and chooses who formats the next one. */
  #next(): void {
    this.#endLocal()
    this.#endBatch()
    this.#formatted += this.#localBytes
    this.#localBytes = 0
    const usual = this.#written === 0 ? BATCH_BYTES : (BATCH_OUTPUT_BYTES * this.#formatted) / this.#written
    this.#batchBytes = Math.min(BATCH_BYTES, usual)
    this.#thread = this.#freeThread()
    if (this.#thread !== undefined) this.#memory = this.#here.carried?.save()
  }

  #freeThread(): FormatThread | undefined {
    // Something is to have been written here, so that the header of csv output is.
    if (this.#formatted < START_BYTES || this.#written === 0) return undefined
    if (!this.#isStarted) this.#threads = this.#parts.startThreads()
    this.#isStarted = true
    this.#threads?.poll()
    return this.#threads?.free()
  }

  /** Makes a segment of what was written here. */
  #endLocal(): void {
    this.#here.flush()
    const { bytes, length } = this.#local
    const notes = this.#localNotes
    if (length === 0 && notes.length === 0) return
    this.#segments.push({ output: bytes, length, notes })
    this.#written += length
    this.#heldBytes += length
    this.#deliver()
    this.#localNotes = []
    this.#local.bytes = this.#spares.pop() ?? new Uint8Array(bytes.length)
    this.#local.length = 0
  }

  /** Makes a segment of the events gathered, and has their thread format them. */
  #endBatch(): void {
    const thread = this.#thread
    this.#thread = undefined
    if (thread === undefined) return
    const batch = this.#batch.take(this.#emptied.pop())
    if (this.#isUnforeseen(batch)) {
      this.#writeHere(batch)
      return
    }
    this.#here.carried?.recall(eventsBackwards(batch))
    const segment: Segment = { output: undefined, length: 0, notes: [] }
    this.#segments.push(segment)
    thread.post({ batch, memory: this.#memory, spare: this.#sharedSpares.pop() }, (result) => {
      segment.output = result.output
      segment.length = result.length
      segment.notes = result.notes
      this.#heldBytes += result.length
      if (this.#emptied.length < MAX_SPARES) this.#emptied.push(result.batch)
    })
  }

  /** Whether only writing tells what the events of a batch leave for the next. */
  #isUnforeseen(batch: EventBatch): boolean {
    const { carried } = this.#here
    return carried !== undefined && batchMayInclude(batch, carried.unforeseen)
  }

  #writeHere(batch: EventBatch): void {
    const originOf = originsOf(batch)
    let index = 0
    for (const event of eventsOf(batch)) this.#here.write(event, originOf(index++))
    this.#endLocal()
  }

  /** Puts the segments into the sink that have none before them which a thread still works on. */
  #deliver(): void {
    const { sink, note } = this.#parts
    let count = 0
    for (const { output, length, notes } of this.#segments) {
      if (output === undefined) break
      count++
      sink.writeBytes(output, 0, length)
      this.#heldBytes -= length
      for (const text of notes) note(text)
      const spares = output.buffer instanceof SharedArrayBuffer ? this.#sharedSpares : this.#spares
      if (spares.length < MAX_SPARES) spares.push(output)
    }
    if (count > 0) this.#segments = this.#segments.slice(count)
  }

  async #deliverUntil(heldBytes: number): Promise<void> {
    while (this.#segments.length > 0 && this.#heldBytes >= heldBytes) {
      await this.#threads?.arrival()
      this.#threads?.poll()
      this.#deliver()
    }
  }
}
