/** What of a log is done: which bytes hold records of events that have not been delivered, and which events beyond have. */
import type { LogEvent } from '../../event.ts'
import { secondsText, serialText } from '../../id-text.ts'
import type { LogRecord } from '../../record.ts'
import { type FollowedFile, fingerprint } from './followed-file.ts'
import type { FollowPosition } from './position.ts'

/** Enough to tell whether a file was rewritten. */
const TAIL_BYTES = 64

/** Some lines that were pushed into the reader. */
interface Piece {
  readonly file: FollowedFile
  readonly offset: number
  readonly end: number
  readonly before: Uint8Array
  readonly number: number
  /** Records that have come of it and were not delivered. */
  outstanding: number
}

interface Done {
  readonly id: string
  /** The last piece with a record of it. */
  readonly piece: number
}

/** Keeps account of pieces of a log and the events that come of them. */
export class DeliveryLedger {
  #pieces: Piece[] = []
  #done: Done[] = []
  #count = 0
  #last: string | undefined
  /** Events that were done before this run. */
  readonly #skipped: Set<string>
  /** Where records were moved to. */
  #bytes: Uint8Array = new Uint8Array()

  /** @param from where an earlier run has stopped */
  constructor(from: FollowPosition | undefined) {
    this.#skipped = new Set(from?.done)
    this.#last = from?.last
  }

  /** Lines are about to be pushed. Gives the number of the piece. */
  begin(file: FollowedFile, offset: number, bytes: Uint8Array, before: Uint8Array): number {
    const number = ++this.#count
    this.#pieces.push({
      file,
      offset,
      end: offset + bytes.length,
      before: before.subarray(-TAIL_BYTES),
      number,
      outstanding: 0,
    })
    this.#bytes = bytes
    return number
  }

  /** They have been pushed, and so many records have come of them. */
  end(records: number): void {
    const piece = this.#pieces.at(-1)
    if (piece !== undefined) piece.outstanding += records
    this.#prune()
  }

  /**
   * An event is delivered; false when it was in an earlier run, so that it is not wanted again.
   *
   * @param pieceOf the piece that a record is in
   */
  deliver(event: LogEvent, pieceOf: (record: LogRecord) => number | undefined): boolean {
    let latest = 0
    for (const record of event.records) {
      const number = pieceOf(record)
      if (number === undefined) continue
      const piece = this.#pieces[number - (this.#pieces[0]?.number ?? 0)]
      if (piece !== undefined) piece.outstanding--
      if (number > latest) latest = number
    }
    const id = idOf(event)
    this.#done.push({ id, piece: latest })
    this.#last = id.trim()
    return this.#skipped.size === 0 || !this.#skipped.delete(id)
  }

  /** The number of the first piece that is not done. */
  get firstPiece(): number {
    return this.#pieces[0]?.number ?? this.#count
  }

  /** The position now; undefined before anything was read. */
  position(): FollowPosition | undefined {
    this.#prune()
    const [first] = this.#pieces
    if (first === undefined) return undefined
    const isDone = this.#pieces.length === 1 && first.outstanding <= 0
    const { file } = first
    const offset = isDone ? first.end : first.offset
    const tail = isDone ? this.#endOf(first) : first.before
    return {
      device: String(file.device),
      inode: String(file.inode),
      head: file.head,
      offset,
      tail: fingerprint(tail),
      done: [...(isDone ? [] : this.#done.map(({ id }) => id)), ...this.#skipped],
      last: this.#last,
    }
  }

  #endOf(piece: Piece): Uint8Array {
    const length = piece.end - piece.offset
    if (length >= TAIL_BYTES) return this.#bytes.subarray(-TAIL_BYTES)
    const both = new Uint8Array(piece.before.length + length)
    both.set(piece.before)
    both.set(this.#bytes.subarray(-length), piece.before.length)
    return both.subarray(-TAIL_BYTES)
  }

  /** Forgets what is done at the beginning; the last piece stays, since it says where reading is. */
  #prune(): void {
    let done = 0
    while (done < this.#pieces.length - 1 && (this.#pieces[done]?.outstanding ?? 0) <= 0) done++
    if (done > 0) this.#pieces = this.#pieces.slice(done)
    const first = this.#pieces[0]?.number ?? 0
    if (this.#done.some(({ piece }) => piece < first))
      this.#done = this.#done.filter(({ piece }) => piece >= first)
  }
}

/** Node and stamp, as positions write it. */
function idOf(event: LogEvent): string {
  const { node = '', milliseconds } = event
  return `${node} ${secondsText(event)}.${String(milliseconds).padStart(3, '0')}:${serialText(event)}`
}
