/** Where the bytes of events are: in the files that were opened, which stay where they are, or in pieces of our own. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { type LogFile, type ReadableFile, readable } from './log-file.ts'
import { RangeReader } from './range-reader.ts'

const NEWLINE = 0x0a
/** Bytes of events that stand in no file are kept in pieces of this size. */
const PIECE_BYTES = 8 << 20
/** So many pieces stay in memory; others are handed to the browser, which keeps large blobs on disk. */
const MOST_HELD_PIECES = 3
/** So much is read at once, past the thread that reads a log: whoever scrolls does not wait for a search. */
const FEW_BYTES = 1 << 18

/** The bytes of an event: its lines, each with its newline. */
export interface Span {
  readonly source: number
  readonly start: number
  readonly length: number
}

/**
 * Finds the bytes of events again. An event whose lines stand together in a plain file is a range of it; any other one,
 * out of a compressed file, a journal or between the lines of others, is written down.
 */
export class EventStore {
  readonly #reader = new RangeReader()
  readonly #sources: (ReadableFile | undefined)[] = []
  readonly #places = new WeakMap<ArrayBufferLike, { readonly source: number; readonly offset: number }>()
  /** Where the bytes of the event before are: those of nearly all that follow are the same. */
  #latestBytes: Uint8Array | undefined
  #latestPlace: { readonly source: number; readonly offset: number } | undefined
  #piece = new Uint8Array(PIECE_BYTES)
  #used = 0
  #pieceSource = -1
  /** By source, as long as they are in memory. */
  readonly #pieces = new Map<number, Uint8Array<ArrayBuffer>>()
  #keptBytes = 0

  /** Bytes that were written down. */
  get keptBytes(): number {
    return this.#keptBytes
  }

  /** A plain file; gives its number for {@link locate}. */
  addFile(file: LogFile): number {
    const source = this.#sources.push(readable(file)) - 1
    this.#reader.add(source, file)
    return source
  }

  /** A chunk that is about to be read is this part of a file. */
  locate(chunk: Uint8Array, source: number, offset: number): void {
    this.#places.set(chunk.buffer, { source, offset: offset - chunk.byteOffset })
  }

  /** Where an event of the reader is, whose records are still there. */
  place(event: LogEvent): Span {
    return this.#inFile(event.records) ?? this.#keep(event.records)
  }

  /** Nothing is placed after this. */
  seal(): void {
    this.#closePiece()
    this.#piece = new Uint8Array(0)
  }

  /**
   * @param isUrgent somebody waits for it on the screen, while a search may read on
   * @throws whatever the browser says of a file that cannot be read any more
   */
  async read(source: number, start: number, end: number, isUrgent = false): Promise<Uint8Array<ArrayBuffer>> {
    const piece = source === this.#pieceSource ? this.#piece : this.#pieces.get(source)
    if (piece !== undefined) return piece.slice(start, end)
    const file = end - start > FEW_BYTES ? undefined : this.#sources[source]
    if (file === undefined) return this.#reader.read(source, start, end, isUrgent)
    return new Uint8Array(await file.slice(start, end).arrayBuffer())
  }

  /** What {@link read} has given is not used any more, nor any view of it: it has no bytes afterwards. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    this.#reader.giveBack(bytes)
  }

  /** Nothing is read from it any more. */
  close(): void {
    this.#reader.close()
  }

  #inFile(records: readonly LogRecord[]): Span | undefined {
    const [first] = records
    if (first === undefined) return undefined
    const { bytes } = first
    if (bytes !== this.#latestBytes) {
      this.#latestBytes = bytes
      const place = this.#places.get(bytes.buffer)
      this.#latestPlace = place && { source: place.source, offset: place.offset + bytes.byteOffset }
    }
    const place = this.#latestPlace
    if (place === undefined) return undefined
    let at = first.start
    for (const { bytes: own, start, end } of records) {
      if (own !== bytes || start !== at || bytes[end] !== NEWLINE) return undefined
      at = end + 1
    }
    return { source: place.source, start: place.offset + first.start, length: at - first.start }
  }

  #keep(records: readonly LogRecord[]): Span {
    const length = records.reduce((sum, { start, end }) => sum + end - start + 1, 0)
    if (this.#pieceSource < 0 || this.#used + length > this.#piece.length) {
      this.#closePiece()
      this.#pieceSource = this.#sources.push(undefined) - 1
      if (length > this.#piece.length) this.#piece = new Uint8Array(length)
    }
    const start = this.#used
    const piece = this.#piece
    let used = start
    for (const { bytes, start: from, end } of records) {
      piece.set(bytes.subarray(from, end), used)
      used += end - from
      piece[used++] = NEWLINE
    }
    this.#used = used
    this.#keptBytes += length
    return { source: this.#pieceSource, start, length }
  }

  #closePiece(): void {
    const source = this.#pieceSource
    if (source >= 0 && this.#pieces.size < MOST_HELD_PIECES) {
      this.#pieces.set(source, this.#piece.slice(0, this.#used))
    } else if (source >= 0) {
      const piece = new Blob([this.#piece.subarray(0, this.#used)])
      this.#sources[source] = piece
      this.#reader.add(source, piece)
    }
    this.#pieceSource = -1
    this.#used = 0
  }
}
