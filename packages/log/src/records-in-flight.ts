/**
 * The records of events in flight, as numbers in one array: a record becomes an object when its event is delivered. Records that
 * stand together, a run, share their numbers until then.
 */
import { movedRecord } from './event.ts'
import { freshBytes, type LogRecord, PLAIN, recordOf, TERMINATED } from './record.ts'
import { RunReader } from './run-reader.ts'

/** No record, or no chunk. */
export const NONE = -1

/** The numbers of a record; its flags and type share one. */
const CHUNK = 0
const START = 1
const BODY = 2
const TEXT_END = 3
const END = 4
const TYPE = 5
const NEXT = 6
/** How many records: more than one is a run, of which only `START` and `END` say something. */
const COUNT = 7
const CELL_NUMBERS = 8
/** An unknown type is -1, so a type stands to the left of the bits of its line, sign included. */
const FORM = TERMINATED | PLAIN
const FORM_BITS = 2
const FIRST_CELLS = 1024

/** When less than one part in this many of a chunk is still needed, that part is copied out of it. */
const SPARSE = 4

/** Told where a record went when it was copied. */
export type MovedRecord = (record: LogRecord, copy: LogRecord) => void

/** The records of one event: its first and last cell. */
export interface RecordChain {
  firstCell: number
  lastCell: number
}

/** A chunk that holds records in flight. */
interface HeldChunk {
  readonly bytes: Uint8Array
  /** How many records, and of how many bytes. */
  records: number
  needed: number
}

/**
 * Chains of cells. An object for each record would live as long as its event is in flight, too long for a collector that is
 * made for what is young: in crowded logs that cost a third of the time.
 */
export class RecordsInFlight {
  #cells = new Int32Array(FIRST_CELLS * CELL_NUMBERS)
  /** Cells from here on have never been used. */
  #unused = 0
  #firstFree = NONE
  readonly #chunks: (HeldChunk | undefined)[] = []
  readonly #freeChunks: number[] = []
  readonly #runs = new RunReader()
  /** The chunk that the last record was in. */
  #latest: HeldChunk | undefined
  #latestChunk = NONE

  /** Adds a record, or a run of several, and returns its cell. */
  add(
    bytes: Uint8Array,
    start: number,
    body: number,
    textEnd: number,
    end: number,
    type: number,
    form: number,
    count: number,
  ): number {
    let chunk = this.#latest
    if (chunk === undefined || chunk.bytes !== bytes) chunk = this.#enter(bytes)
    chunk.records++
    chunk.needed += end - start
    let cell = this.#firstFree
    if (cell >= 0) this.#firstFree = this.#cells[cell + NEXT] as number
    else {
      cell = this.#unused
      this.#unused += CELL_NUMBERS
      if (this.#unused > this.#cells.length) this.#grow()
    }
    const cells = this.#cells
    cells[cell + CHUNK] = this.#latestChunk
    cells[cell + START] = start
    cells[cell + BODY] = body
    cells[cell + TEXT_END] = textEnd
    cells[cell + END] = end
    cells[cell + TYPE] = (type << FORM_BITS) | form
    cells[cell + NEXT] = NONE
    cells[cell + COUNT] = count
    return cell
  }

  /** Puts a cell at the end of a chain. */
  append(chain: RecordChain, cell: number): void {
    this.#cells[chain.lastCell + NEXT] = cell
    chain.lastCell = cell
  }

  /** Takes the records of a chain out, as objects. */
  take(chain: RecordChain): LogRecord[] {
    const cells = this.#cells
    const records: LogRecord[] = []
    for (let cell = chain.firstCell; cell >= 0; cell = cells[cell + NEXT] as number) {
      this.#addTo(records, cell)
      this.#leaveCell(cell)
    }
    this.#free(chain)
    return records
  }

  /** Whether any record of a chain has one of these types. */
  hasType(chain: RecordChain, isWanted: (type: number) => boolean): boolean {
    const cells = this.#cells
    for (let cell = chain.firstCell; cell >= 0; cell = cells[cell + NEXT] as number)
      if (this.#recordsOf(cell).some(({ type }) => isWanted(type))) return true
    return false
  }

  /** Forgets the records of a chain. */
  drop(chain: RecordChain): void {
    const cells = this.#cells
    for (let cell = chain.firstCell; cell >= 0; cell = cells[cell + NEXT] as number) this.#leaveCell(cell)
    this.#free(chain)
  }

  /** The chunks that hold records in flight. */
  chunks(): Set<Uint8Array> {
    const chunks = new Set<Uint8Array>()
    for (const chunk of this.#chunks) if (chunk !== undefined && chunk.records > 0) chunks.add(chunk.bytes)
    return chunks
  }

  /**
   * Copies records out of chunks that hold little else of use, so that an event which stays open for long, such as one from
   * the future, keeps only its own bytes in memory. `all` gives the chains in flight. Returns how many bytes are kept.
   */
  compact(all: () => Iterable<RecordChain>, onMoved?: MovedRecord): number {
    let kept = 0
    let size = 0
    let like: Uint8Array | undefined
    const sparse = this.#chunks.map((chunk) => {
      if (chunk === undefined || chunk.records === 0) return false
      if (chunk.needed * SPARSE > chunk.bytes.length) {
        kept += chunk.bytes.length
        return false
      }
      size += chunk.needed
      like = chunk.bytes
      return true
    })
    if (like === undefined) return kept
    const copy = freshBytes(like, size)
    const target = this.#take(copy)
    let used = 0
    for (const { firstCell } of all()) {
      const cells = this.#cells
      for (let cell = firstCell; cell >= 0; cell = cells[cell + NEXT] as number) {
        const from = cells[cell + CHUNK] as number
        if (sparse[from] !== true) continue
        const records = onMoved === undefined ? [] : this.#recordsOf(cell)
        const { bytes } = this.#chunks[from] as HeldChunk
        const start = cells[cell + START] as number
        const end = cells[cell + END] as number
        copy.set(bytes.subarray(start, end), used)
        const shift = used - start
        this.#move(cell, target, shift)
        this.#leave(from, end - start)
        used += end - start
        for (const record of records) onMoved?.(record, movedRecord(record, copy, shift))
      }
    }
    return kept + size
  }

  #free({ firstCell, lastCell }: RecordChain): void {
    this.#cells[lastCell + NEXT] = this.#firstFree
    this.#firstFree = firstCell
  }

  #recordsOf(cell: number): LogRecord[] {
    const records: LogRecord[] = []
    this.#addTo(records, cell)
    return records
  }

  #addTo(records: LogRecord[], cell: number): void {
    if (this.#cells[cell + COUNT] === 1) records.push(this.#record(cell))
    else this.#addRun(records, cell)
  }

  #addRun(records: LogRecord[], cell: number): void {
    const cells = this.#cells
    const { bytes } = this.#chunks[cells[cell + CHUNK] as number] as HeldChunk
    this.#runs.addTo(records, bytes, cells[cell + START] as number, cells[cell + END] as number)
  }

  #record(cell: number): LogRecord {
    const cells = this.#cells
    const type = cells[cell + TYPE] as number
    return recordOf(
      (this.#chunks[cells[cell + CHUNK] as number] as HeldChunk).bytes,
      cells[cell + START] as number,
      cells[cell + BODY] as number,
      cells[cell + TEXT_END] as number,
      cells[cell + END] as number,
      type >> FORM_BITS,
      type & FORM,
    )
  }

  #move(cell: number, chunk: number, shift: number): void {
    const cells = this.#cells
    cells[cell + CHUNK] = chunk
    cells[cell + START] = (cells[cell + START] as number) + shift
    cells[cell + TEXT_END] = (cells[cell + TEXT_END] as number) + shift
    cells[cell + END] = (cells[cell + END] as number) + shift
    const body = cells[cell + BODY] as number
    if (body >= 0) cells[cell + BODY] = body + shift
    const held = this.#chunks[chunk] as HeldChunk
    held.records++
    held.needed += (cells[cell + END] as number) - (cells[cell + START] as number)
  }

  /** Another chunk than the latest: that one is given up when it holds nothing. */
  #enter(bytes: Uint8Array): HeldChunk {
    const before = this.#latestChunk
    const index = this.#take(bytes)
    this.#latestChunk = index
    this.#latest = this.#chunks[index] as HeldChunk
    if (before >= 0 && this.#chunks[before]?.records === 0) this.#giveUp(before)
    return this.#latest
  }

  #take(bytes: Uint8Array): number {
    const index = this.#freeChunks.pop() ?? this.#chunks.length
    this.#chunks[index] = { bytes, records: 0, needed: 0 }
    return index
  }

  #leaveCell(cell: number): void {
    const cells = this.#cells
    this.#leave(
      cells[cell + CHUNK] as number,
      (cells[cell + END] as number) - (cells[cell + START] as number),
    )
  }

  #leave(index: number, size: number): void {
    const chunk = this.#chunks[index] as HeldChunk
    chunk.needed -= size
    if (--chunk.records === 0 && index !== this.#latestChunk) this.#giveUp(index)
  }

  #giveUp(index: number): void {
    this.#chunks[index] = undefined
    this.#freeChunks.push(index)
  }

  #grow(): void {
    const cells = new Int32Array(2 * this.#cells.length)
    cells.set(this.#cells)
    this.#cells = cells
  }
}
