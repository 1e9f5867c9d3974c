/** Gathers, host by host and log by log, the lines that pairing BPF programs needs, and has them compressed in pieces. */
import type { LineCompression } from './line-compression.ts'
import type { BatchLines } from './write-batch.ts'

/** Bytes of lines that are kept together. */
const PIECE_BYTES = 1 << 20

interface Piece {
  readonly node: string
  readonly source: string
  readonly firstEvent: number
  readonly firstTs: number
  readonly lines: Uint8Array[]
  length: number
}

export class KeptLines {
  readonly #compression: LineCompression
  readonly #pieces = new Map<string, Piece>()
  #closed: BatchLines[] = []

  constructor(compression: LineCompression) {
    this.#compression = compression
  }

  /** @param number of the event in its log; `time` is in milliseconds since 1970 */
  add(lines: Uint8Array, node: string, source: string, number: number, time: number): void {
    const mark = `${source} ${node}`
    let piece = this.#pieces.get(mark)
    if (piece === undefined) {
      piece = { node, source, firstEvent: number, firstTs: time, lines: [], length: 0 }
      this.#pieces.set(mark, piece)
    }
    piece.lines.push(lines)
    piece.length += lines.length
    if (piece.length < PIECE_BYTES) return
    this.#pieces.delete(mark)
    this.#close(piece)
  }

  /** What comes after this is in other pieces. */
  close(): void {
    for (const piece of this.#pieces.values()) this.#close(piece)
    this.#pieces.clear()
  }

  /** The pieces that were closed; nothing is left of them here. */
  take(): readonly BatchLines[] {
    const closed = this.#closed
    this.#closed = []
    return closed
  }

  #close({ lines, length, ...place }: Piece): void {
    const bytes = new Uint8Array(length)
    let at = 0
    for (const line of lines) {
      bytes.set(line, at)
      at += line.length
    }
    const compressed = this.#compression.compress(bytes)
    // It is waited for when the batch is written; until then a failure is nobody's.
    compressed.catch(() => {})
    this.#closed.push({ ...place, compressed })
  }
}
