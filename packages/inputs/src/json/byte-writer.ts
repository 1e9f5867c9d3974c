/** A line that is put together from bytes and words. */
import { QUOTE } from '../ascii.ts'

const UPPER_HEX = '0123456789ABCDEF'

/** Grows as it must, and is used for one line after the other. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 10)
  #length = 0

  /** The bytes up to {@link length}, and others after them. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  get length(): number {
    return this.#length
  }

  clear(): void {
    this.#length = 0
  }

  byte(byte: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = byte
  }

  /** Characters up to U+00FF, as bytes. */
  latin1(text: string): void {
    this.#reserve(text.length)
    for (let at = 0; at < text.length; at++) this.#bytes[this.#length++] = text.charCodeAt(at)
  }

  raw(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start)
    const to = this.#bytes
    let length = this.#length
    for (let at = start; at < end; at++) to[length++] = bytes[at] as number
    this.#length = length
  }

  hex(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(2 * (end - start))
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      this.#bytes[this.#length++] = UPPER_HEX.charCodeAt(byte >> 4)
      this.#bytes[this.#length++] = UPPER_HEX.charCodeAt(byte & 15)
    }
  }

  /** As the kernel writes what a program chose: in quotes when all of it can be shown, else in hexadecimal. */
  encoded(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (byte <= 0x20 || byte >= 0x7f || byte === QUOTE) {
        this.hex(bytes, start, end)
        return
      }
    }
    this.quoted(bytes, start, end)
  }

  quoted(bytes: Uint8Array, start: number, end: number): void {
    this.byte(QUOTE)
    this.raw(bytes, start, end)
    this.byte(QUOTE)
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + size))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
