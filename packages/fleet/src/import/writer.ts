/** Gathers the rows of events, and writes them together with how far each log has come. */
import type { LogEvent } from '@ts-audit/log'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { Engine } from '../engine.ts'
import { eventsTable } from '../schema/events-table.ts'
import { bpfLinesTable, pendingNodesTable, sourcesTable } from '../schema/import-tables.ts'
import { recordsTable } from '../schema/records-table.ts'
import { keptLines } from './bpf-lines.ts'
import { EventRows, timeOf, typeInLine } from './event-rows.ts'
import type { LineCompression } from './line-compression.ts'
import type { PreparedEvent } from './prepared-event.ts'
import { RowBatch } from './row-batch.ts'
import { SAVED_SOURCES, type SavedSource, type SourceState, savedSource } from './source-state.ts'

/** As many as DuckDB has in a group of rows, which it compresses together. */
const BATCH_EVENTS = 122_880
/** Characters of lines that are kept together. */
const PIECE_CHARACTERS = 1 << 20

/** Lines of one host from one log. */
interface Piece {
  readonly node: string
  readonly source: string
  readonly firstEvent: number
  readonly firstTs: number
  readonly lines: string[]
  length: number
}

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
  readonly #pieces = new Map<string, Piece>()
  #closedPieces: Piece[] = []
  readonly #known = new Map<string, SavedSource>()
  /** Hosts on which BPF has been used, as far as the store and this import know. */
  readonly #bpfNodes = new Set<string>()
  readonly #pending = new Set<string>()
  readonly #changed = new Set<SourceState>()
  /** The first event of each log in this batch. */
  readonly #firstNew = new Map<SourceState, number>()
  #written = 0
  #batch: OpenBatch | undefined
  /** Events that the engine has been given for this batch. */
  #batched = 0

  constructor(engine: Engine, options: WriterOptions) {
    this.#engine = engine
    this.#options = options
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

  savedSource(source: string): SavedSource | undefined {
    return this.#known.get(source)
  }

  /** The row of a log is to be written with the next batch. */
  touch(state: SourceState): void {
    this.#changed.add(state)
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
      ...{ row, node, number },
      time: timeOf(event),
      records: this.#options.records ? recordRows(event, row, state.source, number) : [],
      lines: keptLines(event),
      usesBpf: this.#rows.usesBpf(row),
    }
  }

  add(prepared: PreparedEvent, state: SourceState): void {
    const { row, node, number, time } = prepared
    this.#events.add(row)
    for (const record of prepared.records) this.#records.add(record)
    this.#addLines(prepared, state.source)
    if (prepared.usesBpf) this.#bpfNodes.add(node)
    if (this.#bpfNodes.has(node)) this.#pending.add(node)
    if (!this.#firstNew.has(state)) this.#firstNew.set(state, number)
    state.note(node, time)
    this.#changed.add(state)
    this.#written++
  }

  #addLines({ node, number, time, lines }: PreparedEvent, source: string): void {
    const mark = `${source} ${node}`
    let piece = this.#pieces.get(mark)
    if (piece === undefined) {
      piece = { node, source, firstEvent: number, firstTs: time, lines: [], length: 0 }
      this.#pieces.set(mark, piece)
    }
    piece.lines.push(lines)
    piece.length += lines.length
    if (piece.length < PIECE_CHARACTERS) return
    this.#pieces.delete(mark)
    this.#closedPieces.push(piece)
  }

  /** What comes next of a log is there only because it has ended: its lines are kept apart, to be replaced. */
  closePieces(): void {
    this.#closedPieces.push(...this.#pieces.values())
    this.#pieces.clear()
  }

  /**
   * Writes what has gathered, as far as the engine wants it now: what it has been given stays its own business until the batch
   * is full.
   */
  async advance(): Promise<void> {
    if (this.#batched + this.#events.rowCount >= this.#batchEvents) return this.commit()
    const { rowsAtOnce } = this.#engine
    if (rowsAtOnce === undefined || this.#events.rowCount < rowsAtOnce) return
    await this.#inBatch(() => this.#insertRows())
  }

  /** Writes all that was gathered, or nothing of it. */
  async commit(): Promise<void> {
    if (this.#changed.size === 0) return
    this.closePieces()
    await this.#inBatch(() => this.#complete())
    const batch = this.#batch
    this.#batch = undefined
    await batch?.end()
    for (const state of this.#changed) this.#known.set(state.source, state.saved())
    this.#changed.clear()
    this.#firstNew.clear()
    this.#pending.clear()
    this.#batched = 0
  }

  /** Runs a part of what a batch writes; when it fails, so does the batch. */
  async #inBatch(work: () => Promise<void>): Promise<void> {
    this.#batch ??= await openBatch(this.#engine)
    try {
      await work()
    } catch (error) {
      await this.#batch.fail(error)
      throw error
    }
  }

  async #insertRows(): Promise<void> {
    for (const state of this.#changed) await this.#replaceTail(state)
    for (const batch of [this.#events, this.#records]) {
      if (batch === this.#events) this.#batched += batch.rowCount
      if (batch.rowCount > 0) await this.#engine.insert(batch.table, [batch.take()])
    }
    const lines = new RowBatch(bpfLinesTable)
    for (const { node, source, firstEvent, firstTs, lines: texts } of this.#closedPieces) {
      const compressed = await this.#options.compression.compress(latin1Bytes(texts.join('')))
      lines.add([node, source, firstEvent, firstTs, compressed])
    }
    this.#closedPieces = []
    if (lines.rowCount > 0) await this.#engine.insert(bpfLinesTable, [lines.take()])
  }

  /** The row of each log comes last: where an engine has no transactions, what is missing then is written again. */
  async #complete(): Promise<void> {
    const engine = this.#engine
    await this.#insertRows()
    if (this.#pending.size > 0) {
      const pending = new RowBatch(pendingNodesTable)
      for (const node of this.#pending) pending.add([node])
      await engine.insert(pendingNodesTable, [pending.take()])
    }
    for (const [state, first] of this.#firstNew) await this.#dropRepeats(state, first)
    const sources = new RowBatch(sourcesTable)
    for (const state of this.#changed) {
      await engine.execute('DELETE FROM sources WHERE source = $source', { source: state.source })
      sources.add(state.row(this.#options.records))
    }
    await engine.insert(sourcesTable, [sources.take()])
  }

  /** The last events of an earlier import were there only because the log had ended. */
  async #replaceTail(state: SourceState): Promise<void> {
    const from = state.takeSuperseded()
    if (from === undefined) return
    const bound = { source: state.source, from }
    for (const node of state.nodes) if (this.#bpfNodes.has(node)) this.#pending.add(node)
    for (const table of ['events', 'records'])
      await this.#engine.execute(
        `DELETE FROM ${table} WHERE source = $source AND source_event >= $from`,
        bound,
      )
    await this.#engine.execute('DELETE FROM bpf_lines WHERE source = $source AND first_event >= $from', bound)
  }

  /**
   * Takes away what stands in the store from another log already: a copy that was cut, filtered or put together from several.
   * Only where both have the same host at the same time.
   */
  async #dropRepeats(state: SourceState, first: number): Promise<void> {
    const { source, nodes, firstTs, lastTs } = state
    if (firstTs === undefined || lastTs === undefined) return
    const others = [...this.#known.values(), ...[...this.#changed].map((other) => other.saved())].filter(
      (other) =>
        other.source !== source &&
        other.firstTs !== undefined &&
        other.lastTs !== undefined &&
        other.firstTs <= lastTs &&
        other.lastTs >= firstTs &&
        other.nodes.some((node) => nodes.has(node)),
    )
    if (others.length === 0) return
    for (const other of new Set(others.map((saved) => saved.source))) {
      for (const table of ['records', 'events'])
        await this.#engine.execute(REPEATS(table), {
          source,
          first,
          other,
          from: new Date(firstTs),
          to: new Date(lastTs),
        })
    }
  }
}

/** Work that belongs together, as `Engine.atomically` runs it, but given to it bit by bit. */
interface OpenBatch {
  /** All of it is there afterwards. */
  end(): Promise<void>
  /** None of it is. */
  fail(error: unknown): Promise<void>
}

async function openBatch(engine: Engine): Promise<OpenBatch> {
  let settle: { readonly end: () => void; readonly fail: (error: unknown) => void } | undefined
  const rest = new Promise<void>((resolve, reject) => {
    settle = { end: resolve, fail: reject }
  })
  let done: Promise<void> = Promise.resolve()
  await new Promise<void>((resolve, reject) => {
    done = engine.atomically(() => {
      resolve()
      return rest
    })
    done.catch(reject)
  })
  return {
    end() {
      settle?.end()
      return done
    },
    async fail(error) {
      settle?.fail(error)
      await done.catch(() => {})
    },
  }
}

function recordRows(
  event: LogEvent,
  [eventId, node]: readonly unknown[],
  source: string,
  number: number,
): readonly (readonly unknown[])[] {
  return event.records.map((record, index) => {
    const { type, bytes, start, end } = record
    const name = type < 0 ? typeInLine(record) : formatRecordType(type)
    const raw = new Uint8Array(bytes.subarray(start, end))
    return [eventId, index, node, timeOf(event), name, type < 0 ? null : type, raw, source, number]
  })
}

/** Its events that another log has, which has come before. */
const REPEATS = (table: string): string =>
  `DELETE FROM ${table} WHERE source = $source AND source_event >= $first AND source_event IN (
    SELECT mine.source_event FROM events AS mine JOIN events AS theirs
    ON mine.node = theirs.node AND mine.ts = theirs.ts AND mine.serial = theirs.serial
    WHERE mine.source = $source AND mine.source_event >= $first AND mine.ts BETWEEN $from AND $to
      AND theirs.source = $other AND theirs.ts BETWEEN $from AND $to)`

function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
