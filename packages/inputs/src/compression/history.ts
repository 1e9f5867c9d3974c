/** What has been decoded last: pieces are taken from it, and matches copy from it. */
import type { Decoding } from './decoding.ts'
import { DamageError } from './decoding-errors.ts'

/** A taken piece is at most so long: it stays in a processor's cache while it is scanned. */
export const PIECE_BYTES = 1 << 17

/** The largest history that is kept: what the zstd command allows by default. The presets of xz have at most half of it. */
export const MOST_WINDOW: number = 128 << 20

/** The last `size` bytes of the decoded data, at least, and those that have not been taken. */
export class History {
  bytes: Uint8Array
  /** Where the next byte goes. */
  end = 0
  /** The first byte that has not been taken. */
  #taken = 0
  #size: number
  #mostBytes: number
  #step: number
  /** Bytes that matches may not reach: before the beginning of this frame. */
  #start = 0
  /** Told about every piece that is taken. */
  onTake: ((piece: Uint8Array) => void) | undefined

  /**
   * @param size how far matches reach back, in bytes
   * @param step the most that is added at once
   */
  constructor(size: number, step: number) {
    this.#size = size
    this.#step = step
    this.#mostBytes = mostBytes(size, step)
    // A large one is made when so much has been decoded: a few bytes may ask for any size.
    this.bytes = new Uint8Array(Math.min(this.#mostBytes, 2 * step + (1 << 16)))
  }

  /** Data begins that knows nothing of what came before; everything has been taken. */
  restart(size: number): void {
    this.#size = size
    this.#mostBytes = mostBytes(size, this.#step)
    this.#start = this.end
  }

  /** How far back a match may reach. */
  get reach(): number {
    return Math.min(this.end - this.#start, this.#size)
  }

  /** How far back a match may reach at most. */
  get size(): number {
    return this.#size
  }

  /** How many bytes have not been taken. */
  get ready(): number {
    return this.end - this.#taken
  }

  /** Makes room for a step. Positions in `bytes` change. */
  reserve(): void {
    if (this.end + this.#step <= this.bytes.length) return
    const from = Math.max(0, Math.min(this.end - this.#size, this.#taken))
    const kept = this.end - from
    if (kept + this.#step > this.bytes.length || (from < kept && this.bytes.length < this.#mostBytes)) {
      const larger = new Uint8Array(
        Math.max(Math.min(2 * this.bytes.length, this.#mostBytes), kept + this.#step),
      )
      larger.set(this.bytes.subarray(from, this.end))
      this.bytes = larger
    } else this.bytes.copyWithin(0, from, this.end)
    this.end = kept
    this.#taken -= from
    this.#start = Math.max(0, this.#start - from)
  }

  /** Takes the next piece, which is the taker's; undefined when all is taken. */
  take(): Uint8Array | undefined {
    if (this.#taken === this.end) return undefined
    const from = this.#taken
    this.#taken = Math.min(this.end, from + PIECE_BYTES)
    const piece = this.bytes.slice(from, this.#taken)
    this.onTake?.(piece)
    return piece
  }

  /** Gives all that has not been taken. */
  *flush(): Generator<Uint8Array, void, void> {
    for (let piece = this.take(); piece !== undefined; piece = this.take()) yield piece
  }

  /** Repeats what was decoded: `length` bytes from `distance` bytes back. There is room for them. */
  copy(distance: number, length: number): void {
    if (distance > this.reach || distance === 0) throw new DamageError('a match reaches too far back')
    copyMatch(this.bytes, this.end, distance, length)
    this.end += length
  }
}

/** Gives what has been decoded, also when there is no more to be had. */
export function* deliverAll(history: History, decoding: Decoding): Decoding {
  try {
    return yield* decoding
  } catch (error) {
    yield* history.flush()
    throw error
  }
}

/** Repeats bytes of what has been written up to `to`; they may overlap. */
export function copyMatch(bytes: Uint8Array, to: number, distance: number, length: number): void {
  const from = to - distance
  // Most matches are short: a call costs more than they do.
  if (length < 48 || distance < length) {
    if (distance === 1) bytes.fill(bytes[from] as number, to, to + length)
    else for (let index = 0; index < length; index++) bytes[to + index] = bytes[from + index] as number
  } else bytes.copyWithin(to, from, from + length)
}

/** Room for the history and as much again as makes moving it cheap. */
function mostBytes(size: number, step: number): number {
  return size + 2 * step + Math.max(size >> 1, PIECE_BYTES)
}
