/** A growing buffer of bytes that output is written into. */
import { latin1 } from '@ts-audit/log/internal'

const SMALLEST = 4096
/** Up to this many bytes a plain loop is faster than setting up a typed-array copy. */
const SHORT_RUN = 48

/**
 * Writers put bytes into `bytes` from `length` on, after {@link ensure} made room for them, and then move `length`.
 * The owner takes the first `length` bytes and sets `length` back to 0.
 */
export class ByteSink {
  /** Replaced when it grows: fetch it again after every {@link ensure}. */
  bytes: Uint8Array
  /** How many bytes are written. */
  length = 0

  constructor(capacity = SMALLEST) {
    this.bytes = new Uint8Array(Math.max(capacity, SMALLEST))
  }

  /** Makes room for `count` more bytes. */
  ensure(count: number): void {
    if (this.length + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }

  /** Writes one byte. */
  writeByte(byte: number): void {
    this.ensure(1)
    this.bytes[this.length++] = byte
  }

  /** Writes the bytes of `source` from `start` to before `end`. */
  writeBytes(source: Uint8Array, start = 0, end = source.length): void {
    const count = end - start
    this.ensure(count)
    const target = this.bytes
    if (count > SHORT_RUN) {
      // A part of a Buffer would be a Buffer, which takes longer to make.
      target.set(new Uint8Array(source.buffer, source.byteOffset + start, count), this.length)
    } else {
      let to = this.length
      for (let at = start; at < end; at++) target[to++] = source[at] as number
    }
    this.length += count
  }

  /** Writes a latin1 text. */
  writeText(text: string): void {
    this.ensure(text.length)
    const target = this.bytes
    let to = this.length
    for (let at = 0; at < text.length; at++) target[to++] = text.charCodeAt(at)
    this.length = to
  }

  /** What was written, as latin1 text. */
  text(): string {
    return latin1(this.bytes, 0, this.length)
  }
}

/** The bytes of a latin1 text. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
