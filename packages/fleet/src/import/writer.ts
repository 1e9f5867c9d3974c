/** Gathers the rows of events, and has them written batch by batch, together with how far each log has come. */
import type { LogEvent } from '@ts-audit/log'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { Engine } from '../engine.ts'
import { recordsTable } from '../schema/records-table.ts'
import { EventColumns } from './event-columns.ts'
import { EventNames } from './event-names.ts'
import { type EventPlace, EventRows } from './event-rows.ts'
import { eventIdOf, timeOf, typeInLine } from './event-stamp.ts'
import { FieldValues } from './field-values.ts'
import { KeptLines } from './kept-lines.ts'
import type { LineCompression } from './line-compression.ts'
import { RowBatch } from './row-batch.ts'
import { SAVED_SOURCES, type SavedSource, type SourceState, savedSource } from './source-state.ts'
import { type Batch, type BatchSource, writeBatch } from './write-batch.ts'

/**
 * As many as DuckDB has in a group of rows, which it compresses together. Not one more: the next batch would begin in the middle of a
 * group, and groups are written anew until they are full.
 */
const BATCH_EVENTS = 122_880
/** Characters and bytes at which a batch is full, however few events have them. */
const BATCH_LENGTH = 32 << 20

export interface WriterOptions {
  /** Whether the lines of the log are written, too. */
  readonly records: boolean
  readonly compression: LineCompression
  readonly batchEvents?: number | undefined
}

export class ImportWriter {
  readonly #engine: Engine
  readonly #options: WriterOptions
  readonly #batchEvents: number
  readonly #memory = { values: new FieldValues(), names: new EventNames() }
  #events = this.#newEvents()
  /** Place for another batch while one is written. */
  #spare: EventRows | undefined
  readonly #records = new RowBatch(recordsTable)
  readonly #lines: KeptLines
  /** How far each log has come once all batches are written that were cut. */
  readonly #known = new Map<string, SavedSource>()
  /** Hosts on which BPF has been used, as far as the store and this import know. */
  readonly #bpfNodes = new Set<string>()
  #pending = new Set<string>()
  #changed = new Set<SourceState>()
  /** Logs of which the store does not have all that was added. */
  readonly #unwritten = new Set<string>()
  /** The first event of each log in this batch. */
  #firstNew = new Map<SourceState, number>()
  #written = 0
  /** Of the lines in this batch. */
  #recordBytes = 0
  /** Batches that wait to be written, the oldest first. */
  readonly #waiting: { readonly batch: Batch; readonly events: EventRows }[] = []
  /** The batch before, while it is written. */
  #writing: Promise<void> = Promise.resolve()

  constructor(engine: Engine, options: WriterOptions) {
    this.#engine = engine
    this.#options = options
    this.#lines = new KeptLines(options.compression)
    this.#batchEvents = options.batchEvents ?? BATCH_EVENTS
  }

  /** Events that were added. */
  get written(): number {
    return this.#written
  }

  /** Reads from the store how far all logs have come. */
  async open(): Promise<void> {
    for await (const rows of (await this.#engine.query(SAVED_SOURCES)).rows) {
      for (const row of rows) {
        const saved = savedSource(row)
        this.#known.set(saved.source, saved)
      }
    }
    const nodes = 'SELECT node FROM programs UNION SELECT node FROM pending_nodes'
    for await (const rows of (await this.#engine.query(nodes)).rows) {
      for (const [node] of rows) this.#bpfNodes.add(String(node))
    }
  }

  /** What the store has of a log. One that this import has read before, under another name, is written first. */
  async savedSource(source: string): Promise<SavedSource | undefined> {
    if (this.#unwritten.has(source)) await this.commit()
    return this.#known.get(source)
  }

  /** The row of a log is to be written with the next batch. */
  touch(state: SourceState): void {
    this.#changed.add(state)
    this.#unwritten.add(state.source)
  }

  /** @param place says to which log it belongs, and its number there */
  add(event: LogEvent, place: EventPlace, state: SourceState): void {
    const { node, source, sourceEvent } = place
    const time = timeOf(event)
    if (this.#events.add(event, place)) this.#bpfNodes.add(node)
    if (this.#options.records) this.#addRecords(event, place)
    this.#lines.add(event, node, source, sourceEvent, time)
    if (this.#bpfNodes.has(node)) this.#pending.add(node)
    if (!this.#firstNew.has(state)) this.#firstNew.set(state, sourceEvent)
    state.note(node, time)
    this.touch(state)
    this.#written++
    if (this.#events.columns.rows.rowCount >= this.#batchEvents) this.#cut()
  }

  #addRecords(event: LogEvent, { node, source, sourceEvent }: EventPlace): void {
    const eventId = eventIdOf(event)
    const time = timeOf(event)
    for (const [index, record] of event.records.entries()) {
      const { type, bytes, start, end } = record
      const name = type < 0 ? typeInLine(record) : formatRecordType(type)
      const raw = new Uint8Array(bytes.subarray(start, end))
      this.#records.add([eventId, index, node, time, name, type < 0 ? null : type, raw, source, sourceEvent])
      this.#recordBytes += raw.length
    }
  }

  /** What comes next of a log is there only because it has ended: its lines are kept apart, to be replaced. */
  closePieces(): void {
    this.#lines.close()
  }

  /** Hands on what has gathered. A batch that is full is written while the next one gathers, but no two at a time. */
  async advance(): Promise<void> {
    if (this.#events.columns.rows.length + this.#recordBytes >= BATCH_LENGTH) this.#cut()
    await this.#writeWaiting()
  }

  /** Writes all that was gathered, or nothing of it. */
  async commit(): Promise<void> {
    this.#cut()
    await this.#writeWaiting()
    await this.#writing
  }

  /** Nothing is being written any more, whether it was or failed. Gives the memory of two batches back. */
  async end(): Promise<void> {
    await this.#writing.catch(() => {})
    this.#events = this.#newEvents()
    this.#spare = undefined
  }

  #newEvents(): EventRows {
    return new EventRows(new EventColumns(), this.#memory)
  }

  /** Begins to write what waits; what was begun before it is written then. */
  async #writeWaiting(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { batch, events } = next
      await this.#writing
      this.#waiting.shift()
      this.#writing = writeBatch(this.#engine, batch).then(() => {
        events.reset()
        this.#spare = events
        for (const { saved } of batch.sources) this.#unwritten.delete(saved.source)
        for (const { source } of this.#changed) this.#unwritten.add(source)
        for (const waiting of this.#waiting)
          for (const { saved } of waiting.batch.sources) this.#unwritten.add(saved.source)
      })
      // It is waited for later; until then a failure is nobody's.
      this.#writing.catch(() => {})
    }
  }

  /** Makes a batch of what was gathered, with how far each log has come: from here on another one gathers. */
  #cut(): void {
    if (this.#changed.size === 0) return
    this.closePieces()
    const { rows } = this.#events.columns
    const sources = [...this.#changed].map((state) => this.#batchSource(state))
    const batch: Batch = {
      events: rows,
      records: this.#records.take(),
      lines: this.#lines.take(),
      pending: this.#pending,
      sources,
    }
    for (const { saved } of sources) this.#known.set(saved.source, saved)
    this.#waiting.push({ batch, events: this.#events })
    this.#events = this.#spare ?? this.#newEvents()
    this.#spare = undefined
    this.#memory.names.reset()
    this.#changed = new Set()
    this.#firstNew = new Map()
    this.#pending = new Set()
    this.#recordBytes = 0
  }

  #batchSource(state: SourceState): BatchSource {
    const superseded = state.takeSuperseded()
    if (superseded !== undefined) {
      for (const node of state.nodes) if (this.#bpfNodes.has(node)) this.#pending.add(node)
    }
    return {
      saved: state.saved(),
      row: state.row(this.#options.records),
      superseded,
      firstNew: this.#firstNew.get(state),
      overlapping: this.#overlapping(state),
    }
  }

  #overlapping({ source, nodes, firstTs, lastTs }: SourceState): readonly string[] {
    if (firstTs === undefined || lastTs === undefined) return []
    const others = [...this.#known.values(), ...[...this.#changed].map((other) => other.saved())].filter(
      (other) =>
        other.source !== source &&
        other.firstTs !== undefined &&
        other.lastTs !== undefined &&
        other.firstTs <= lastTs &&
        other.lastTs >= firstTs &&
        other.nodes.some((node) => nodes.has(node)),
    )
    return [...new Set(others.map((other) => other.source))]
  }
}
