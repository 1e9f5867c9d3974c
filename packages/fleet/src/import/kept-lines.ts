/** Gathers, host by host and log by log, the lines that pairing BPF programs needs, and has them compressed in pieces. */
import type { LogEvent } from '@ts-audit/log'
import { keepLines, LineBytes } from './bpf-lines.ts'
import type { LineCompression } from './line-compression.ts'
import type { BatchLines } from './write-batch.ts'

/** Bytes of lines that are kept together. */
const PIECE_BYTES = 1 << 20

interface Piece {
  readonly node: string
  readonly source: string
  readonly firstEvent: number
  readonly firstTs: number
  readonly lines: LineBytes
}

export class KeptLines {
  readonly #compression: LineCompression
  /** By their logs and hosts. */
  readonly #pieces = new Map<string, Map<string, Piece>>()
  #closed: BatchLines[] = []

  constructor(compression: LineCompression) {
    this.#compression = compression
  }

  /** @param number of the event in its log; `time` is in milliseconds since 1970 */
  add(event: LogEvent, node: string, source: string, number: number, time: number): void {
    let ofSource = this.#pieces.get(source)
    if (ofSource === undefined) {
      ofSource = new Map()
      this.#pieces.set(source, ofSource)
    }
    let piece = ofSource.get(node)
    if (piece === undefined) {
      piece = { node, source, firstEvent: number, firstTs: time, lines: new LineBytes() }
      ofSource.set(node, piece)
    }
    keepLines(event, piece.lines)
    if (piece.lines.length < PIECE_BYTES) return
    ofSource.delete(node)
    this.#close(piece)
  }

  /** What comes after this is in other pieces. */
  close(): void {
    for (const ofSource of this.#pieces.values()) for (const piece of ofSource.values()) this.#close(piece)
    this.#pieces.clear()
  }

  /** The pieces that were closed; nothing is left of them here. */
  take(): readonly BatchLines[] {
    const closed = this.#closed
    this.#closed = []
    return closed
  }

  #close({ lines, ...place }: Piece): void {
    const compressed = this.#compression.compress(lines.bytes)
    // It is waited for when the batch is written; until then a failure is nobody's.
    compressed.catch(() => {})
    this.#closed.push({ ...place, compressed })
  }
}
