/**
 * The table of events in flight, which is in the memory of assembly/scan.ts, as objects: an event with its records, and the chunks
 * that the records are in.
 */
import { type LogEvent, movedRecord } from '../event.ts'
import { freshBytes, type LogRecord, latin1, recordOf } from '../record.ts'
import { exactly } from './exact-numbers.ts'
import type { ScanMemory } from './scan-memory.ts'
import type { ScanExports } from './scan-module.ts'

/** Told where a record went when it was copied. */
export type MovedRecord = (record: LogRecord, copy: LogRecord) => void

/** The numbers of an event: seconds and serial in 64-bit floating-point numbers, the others in 32-bit integers. */
const SECONDS = 0
const SERIAL = 1
const MILLISECONDS = 4
/** Where the node's name is kept, or 0. */
const NODE = 5
const TYPE = 6
const FIRST_CELL = 12
/** The lower bits of those that are beyond 2^53−1. */
const SECONDS_LOW = 14
const SERIAL_LOW = 15

/** The numbers of a record's cell. */
const CHUNK = 0
const START = 1
const BODY = 2
const TEXT_END = 3
const END = 4
const CELL_TYPE = 5
const FORM = 6
const NEXT_CELL = 7

/** The bits of a cell's form that are a record's. */
const RECORD_FORM = 3

/** Where a node's name is kept: a number that no other name has, its length, and its bytes. */
const NODE_NUMBER = 3
const NODE_LENGTH = 4
const NODE_NAME = 20

/** When less than one part in this many of a chunk is still needed, that part is copied out of it. */
const SPARSE = 4

/** Makes objects of what the module has gathered. An event, and a cell, is known by where it stands in the memory. */
export class EventTable {
  readonly #exports: ScanExports
  readonly #memory: ScanMemory
  /** The chunks that records in flight may be in; see {@link #forget}. */
  readonly #chunks: (Uint8Array | undefined)[] = []
  readonly #freeChunks: number[] = []
  #latestChunk: Uint8Array | undefined
  #nodeNumber = 0
  #node = ''

  constructor(exports: ScanExports, memory: ScanMemory) {
    this.#exports = exports
    this.#memory = memory
  }

  /** Records are from this chunk from now on. */
  enter(chunk: Uint8Array): void {
    if (chunk === this.#latestChunk) return
    this.#latestChunk = chunk
    this.#exports.enterChunk(this.#numberOf(chunk))
  }

  /** The chunk that the module knows by a number. */
  chunk(number: number): Uint8Array {
    return this.#chunks[number] as Uint8Array
  }

  /** An event as an object. */
  event(event: number): LogEvent {
    const { integers, floats } = this.#memory
    const at = event >> 2
    const records: LogRecord[] = []
    let cell = integers[at + FIRST_CELL] as number
    for (; cell !== 0; cell = integers[(cell >> 2) + NEXT_CELL] as number) records.push(this.#record(cell))
    const node = integers[at + NODE] as number
    const seconds = floats[at / 2 + SECONDS] as number
    const serial = floats[at / 2 + SERIAL] as number
    return {
      node: node === 0 ? undefined : this.#nameOf(node),
      seconds,
      milliseconds: integers[at + MILLISECONDS] as number,
      serial,
      exact:
        seconds > Number.MAX_SAFE_INTEGER || serial > Number.MAX_SAFE_INTEGER
          ? {
              seconds: exactly(seconds, integers[at + SECONDS_LOW] as number),
              serial: exactly(serial, integers[at + SERIAL_LOW] as number),
            }
          : undefined,
      type: integers[at + TYPE] as number,
      records,
    }
  }

  /** The chunks that hold records in flight. */
  chunksInFlight(): Set<Uint8Array> {
    this.#forget()
    const { recordsIn } = this.#exports
    const chunks = new Set<Uint8Array>()
    for (const [number, chunk] of this.#chunks.entries())
      if (chunk !== undefined && recordsIn(number) > 0) chunks.add(chunk)
    return chunks
  }

  /**
   * Copies records out of chunks that hold little else of use, so that an event which stays open for long, such as one from
   * the future, keeps only its own bytes in memory. Returns how many bytes are kept.
   */
  compact(onMoved?: MovedRecord): number {
    this.#forget()
    const { bytesIn, eventInFlight, inFlight, moveCell, recordsIn } = this.#exports
    let kept = 0
    let size = 0
    let like: Uint8Array | undefined
    const sparse = this.#chunks.map((chunk, index) => {
      if (chunk === undefined || recordsIn(index) === 0) return false
      const needed = bytesIn(index)
      if (needed * SPARSE > chunk.length) {
        kept += chunk.length
        return false
      }
      size += needed
      like = chunk
      return true
    })
    if (like === undefined) return kept
    const copy = freshBytes(like, size)
    const target = this.#numberOf(copy)
    let used = 0
    for (let index = inFlight() - 1; index >= 0; index--) {
      for (const cell of this.#cells(eventInFlight(index))) {
        if (sparse[this.#memory.integers[(cell >> 2) + CHUNK] as number] !== true) continue
        const record = this.#record(cell)
        const { bytes, start, end } = record
        copy.set(bytes.subarray(start, end), used)
        moveCell(cell, target, used - start)
        onMoved?.(record, movedRecord(record, copy, used - start))
        used += end - start
      }
    }
    this.#forget()
    return kept + size
  }

  /** The cells of an event's records. */
  *#cells(event: number): Generator<number> {
    const { integers } = this.#memory
    let cell = integers[(event >> 2) + FIRST_CELL] as number
    for (; cell !== 0; cell = integers[(cell >> 2) + NEXT_CELL] as number) yield cell
  }

  #record(cell: number): LogRecord {
    const { integers } = this.#memory
    const at = cell >> 2
    return recordOf(
      this.chunk(integers[at + CHUNK] as number),
      integers[at + START] as number,
      integers[at + BODY] as number,
      integers[at + TEXT_END] as number,
      integers[at + END] as number,
      integers[at + CELL_TYPE] as number,
      (integers[at + FORM] as number) & RECORD_FORM,
    )
  }

  /** The name that a node's entry keeps; one that repeats, as it does in nearly every log, is decoded only once. */
  #nameOf(node: number): string {
    const { bytes, integers } = this.#memory
    const number = integers[(node >> 2) + NODE_NUMBER] as number
    if (number !== this.#nodeNumber) {
      const start = node + NODE_NAME
      this.#nodeNumber = number
      this.#node = latin1(bytes, start, start + (integers[(node >> 2) + NODE_LENGTH] as number))
    }
    return this.#node
  }

  #numberOf(chunk: Uint8Array): number {
    const number = this.#freeChunks.pop() ?? this.#chunks.length
    this.#chunks[number] = chunk
    return number
  }

  /** Forgets the chunks that hold no record in flight, but for the one that is being read, and leaves the counts of the others. */
  #forget(): void {
    this.#exports.countChunks(this.#chunks.length)
    for (const [number, chunk] of this.#chunks.entries()) {
      if (chunk === undefined || chunk === this.#latestChunk || this.#exports.recordsIn(number) > 0) continue
      this.#chunks[number] = undefined
      this.#freeChunks.push(number)
    }
  }
}
