/** Gathers the rows of events, and has them written batch by batch, together with how far each log has come. */
import type { LogEvent } from '@ts-audit/log'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { Engine, Staging } from '../engine.ts'
import { eventsTable } from '../schema/events-table.ts'
import { recordsTable } from '../schema/records-table.ts'
import { keptLines } from './bpf-lines.ts'
import { EventRows } from './event-rows.ts'
import { eventIdOf, timeOf, typeInLine } from './event-stamp.ts'
import { KeptLines } from './kept-lines.ts'
import type { LineCompression } from './line-compression.ts'
import type { PreparedEvent } from './prepared-event.ts'
import { RowBatch } from './row-batch.ts'
import { SAVED_SOURCES, type SavedSource, type SourceState, savedSource } from './source-state.ts'
import { type Batch, type BatchSource, writeBatch } from './write-batch.ts'

/** As many as DuckDB has in a group of rows, which it compresses together. */
const BATCH_EVENTS = 122_880
const NO_RECORDS: readonly never[] = []

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
  readonly #rows = new EventRows()
  readonly #events = new RowBatch(eventsTable)
  readonly #records = new RowBatch(recordsTable)
  readonly #lines: KeptLines
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
  /** Events that the engine has taken for this batch. */
  #staged = 0
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

  /** What is written of an event that is not in the store; its bytes need not stay. */
  prepare(
    event: LogEvent,
    number: number,
    node: string,
    bootId: string | undefined,
    state: SourceState,
  ): PreparedEvent {
    const row = this.#rows.row(event, { node, bootId, source: state.source, sourceEvent: number })
    return {
      row,
      node,
      number,
      time: timeOf(event),
      records: this.#options.records ? recordRows(event, node, state.source, number) : NO_RECORDS,
      lines: keptLines(event),
      usesBpf: this.#rows.usesBpf(row),
    }
  }

  add(prepared: PreparedEvent, state: SourceState): void {
    const { row, node, number, time, lines } = prepared
    this.#events.add(row)
    for (const record of prepared.records) this.#records.add(record)
    this.#lines.add(lines, node, state.source, number, time)
    if (prepared.usesBpf) this.#bpfNodes.add(node)
    if (this.#bpfNodes.has(node)) this.#pending.add(node)
    if (!this.#firstNew.has(state)) this.#firstNew.set(state, number)
    state.note(node, time)
    this.touch(state)
    this.#written++
  }

  /** What comes next of a log is there only because it has ended: its lines are kept apart, to be replaced. */
  closePieces(): void {
    this.#lines.close()
  }

  /** Hands on what has gathered. A batch that is full is written while the next one gathers, but no two at a time. */
  async advance(): Promise<void> {
    const { staging } = this.#engine
    if (staging !== undefined && this.#events.rowCount >= staging.rowsAtOnce) await this.#stage(staging)
    if (this.#staged + this.#events.rowCount >= this.#batchEvents) await this.#beginWriting()
  }

  /** Writes all that was gathered, or nothing of it. */
  async commit(): Promise<void> {
    await this.#beginWriting()
    await this.#writing
  }

  /** Nothing is being written any more, whether it was or failed. */
  async idle(): Promise<void> {
    await this.#writing.catch(() => {})
  }

  async #beginWriting(): Promise<void> {
    await this.#writing
    if (this.#changed.size === 0) return
    this.closePieces()
    const batch = await this.#cutBatch()
    this.#writing = writeBatch(this.#engine, batch).then(() => {
      for (const { saved } of batch.sources) {
        this.#known.set(saved.source, saved)
        this.#unwritten.delete(saved.source)
      }
      for (const { source } of this.#changed) this.#unwritten.add(source)
    })
    // It is waited for later; until then a failure is nobody's.
    this.#writing.catch(() => {})
  }

  async #stage(staging: Staging): Promise<void> {
    this.#staged += this.#events.rowCount
    for (const batch of [this.#events, this.#records])
      if (batch.rowCount > 0) await staging.add(batch.table, batch.take())
  }

  /** What was gathered, with how far each log has come: from here on another batch gathers. */
  async #cutBatch(): Promise<Batch> {
    const { staging } = this.#engine
    if (staging !== undefined) await this.#stage(staging)
    const sources = [...this.#changed].map((state) => this.#batchSource(state))
    const batch: Batch = {
      sealed: await staging?.seal(),
      rows: [this.#events, this.#records].map((rows) => [rows.table, rows.take()]),
      lines: this.#lines.take(),
      pending: this.#pending,
      sources,
    }
    this.#changed = new Set()
    this.#firstNew = new Map()
    this.#pending = new Set()
    this.#staged = 0
    return batch
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

function recordRows(
  event: LogEvent,
  node: string,
  source: string,
  number: number,
): readonly (readonly unknown[])[] {
  const eventId = eventIdOf(event)
  return event.records.map((record, index) => {
    const { type, bytes, start, end } = record
    const name = type < 0 ? typeInLine(record) : formatRecordType(type)
    const raw = new Uint8Array(bytes.subarray(start, end))
    return [eventId, index, node, timeOf(event), name, type < 0 ? null : type, raw, source, number]
  })
}
