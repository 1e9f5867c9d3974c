/** Bytes that grow, with the little-endian numbers and length-prefixed texts of ClickHouse. */

const START_BYTES = 1 << 16
/** Above this many characters a text goes through the encoder, below it byte by byte as long as it is ASCII. */
const SHORT_TEXT = 64
const encoder = new TextEncoder()
const TWO_TO_32 = 0x1_0000_0000

export class ByteWriter {
  #bytes = new Uint8Array(START_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #end = 0

  /** What was written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#end)
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#end++] = value
  }

  /** The low 32 bits of a number, with or without a sign. */
  int32(value: number): void {
    this.#reserve(4)
    this.#view.setInt32(this.#end, value, true)
    this.#end += 4
  }

  /** The low 64 bits, with or without a sign. */
  int64(value: bigint): void {
    this.#reserve(8)
    this.#view.setBigInt64(this.#end, value, true)
    this.#end += 8
  }

  /** A whole number that a double holds exactly, in 64 bits: cheaper than a bigint. */
  integer(value: number): void {
    this.#reserve(8)
    const high = Math.floor(value / TWO_TO_32)
    this.#view.setInt32(this.#end, value - high * TWO_TO_32, true)
    this.#view.setInt32(this.#end + 4, high, true)
    this.#end += 8
  }

  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.byte((rest % 0x80) + 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  lengthAndBytes(value: Uint8Array): void {
    this.varint(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#end)
    this.#end += value.length
  }

  /** A text as UTF-8. */
  text(value: string): void {
    if (value.length <= SHORT_TEXT && this.#ascii(value)) return
    this.lengthAndBytes(encoder.encode(value))
  }

  /** Writes a short text when it is ASCII: most are, and a call of the encoder costs more than they do. */
  #ascii(value: string): boolean {
    const length = value.length
    this.#reserve(length + 1)
    const bytes = this.#bytes
    const start = this.#end + 1
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index)
      if (code > 0x7f) return false
      bytes[start + index] = code
    }
    bytes[this.#end] = length
    this.#end = start + length
    return true
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + count))
    grown.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
