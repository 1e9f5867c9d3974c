/** A growing buffer that output is written into, byte by byte or in runs. */
import { latin1 } from '@ts-audit/log'

const FIRST_SIZE = 1 << 16
/** Below this many bytes a plain loop is faster than setting up a typed-array copy. */
const SHORT_RUN = 48

/**
 * Output bytes in one place: formats append, whoever owns the sink takes what has gathered and empties it. The hot
 * formats write into {@link bytes} at {@link length} themselves after {@link ensure}.
 */
export class ByteSink {
  /** The buffer; replaced when it grows. */
  bytes: Uint8Array = new Uint8Array(FIRST_SIZE)
  /** How many bytes of the buffer are written. */
  length = 0

  /** Makes room for `count` more bytes. */
  ensure(count: number): void {
    const needed = this.length + count
    if (needed > this.bytes.length) this.#grow(needed)
  }

  /** Appends one byte. */
  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(this.length + 1)
    this.bytes[this.length++] = value
  }

  /** Appends `source[start, end)`. */
  run(source: Uint8Array, start: number, end: number): void {
    const count = end - start
    this.ensure(count)
    const { bytes } = this
    if (count > SHORT_RUN) {
      bytes.set(source.subarray(start, end), this.length)
    } else {
      let to = this.length
      for (let from = start; from < end; from++) bytes[to++] = source[from] as number
    }
    this.length += count
  }

  /** Appends text of characters 0 to 255, one byte each. */
  text(text: string): void {
    const count = text.length
    this.ensure(count)
    const { bytes } = this
    let to = this.length
    for (let at = 0; at < count; at++) bytes[to++] = text.charCodeAt(at)
    this.length = to
  }

  /** What has been written, as latin1. */
  toString(): string {
    return latin1(this.bytes, 0, this.length)
  }

  /** Forgets what has been written; the buffer stays. */
  clear(): void {
    this.length = 0
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2, FIRST_SIZE))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }
}
