/** The compressed bytes that have come and are not decoded yet. */
import { CutError } from './decoding-errors.ts'

/** Zeros after the last byte, so that a decoder may look ahead; it checks afterwards how far it came. */
export const PADDING = 16
const FIRST_BYTES = 1 << 16

/** What a decoder reads from: it may look at `bytes` from `at` to `end`, and moves `at` on. */
export class CompressedBytes {
  bytes = new Uint8Array(FIRST_BYTES)
  at = 0
  end = 0
  /** Whether no more will come. */
  isLast = false
  /** Where in the compressed data `bytes` begins. */
  #before = 0

  /** Takes the bytes that follow. They are copied. */
  push(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length)
    this.bytes.set(chunk, this.end)
    this.end += chunk.length
  }

  /** No more will come. */
  finish(): void {
    this.#makeRoom(PADDING)
    this.bytes.fill(0, this.end, this.end + PADDING)
    this.isLast = true
  }

  get available(): number {
    return this.end - this.at
  }

  /** The position in the compressed data of the next byte. */
  get position(): number {
    return this.#before + this.at
  }

  /** Waits until `count` bytes are there, or the end is; gives whether they are. */
  *wait(count: number): Generator<undefined, boolean, void> {
    while (this.end - this.at < count) {
      if (this.isLast) return false
      yield undefined
    }
    return true
  }

  /** Waits until `count` bytes are there. */
  *need(count: number): Generator<undefined, void, void> {
    if (!(yield* this.wait(count))) throw new CutError()
  }

  /** Passes over bytes, of which there may be more than are kept. */
  *skip(count: number): Generator<undefined, void, void> {
    for (let left = count; left > 0; ) {
      yield* this.need(1)
      const step = Math.min(left, this.available)
      this.at += step
      left -= step
    }
  }

  /** The next byte, which has been waited for. */
  byte(): number {
    return this.bytes[this.at++] as number
  }

  /** A number of `size` bytes, the lowest first, which have been waited for. */
  littleEndian(size: number): number {
    let value = 0
    for (let index = size - 1; index >= 0; index--) {
      value = value * 256 + (this.bytes[this.at + index] as number)
    }
    this.at += size
    return value
  }

  #makeRoom(size: number): void {
    const rest = this.end - this.at
    if (this.end + size <= this.bytes.length) return
    // Half of it stays free, so that little chunks do not move the rest each time.
    const needed = 2 * rest + size
    if (needed <= this.bytes.length) this.bytes.copyWithin(0, this.at, this.end)
    else {
      const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length))
      larger.set(this.bytes.subarray(this.at, this.end))
      this.bytes = larger
    }
    this.#before += this.at
    this.at = 0
    this.end = rest
  }
}
