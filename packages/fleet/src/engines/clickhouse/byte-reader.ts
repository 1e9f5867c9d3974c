/** Reads the little-endian numbers and length-prefixed texts of ClickHouse out of bytes that may end before they do. */

/** There are fewer bytes than the value needs. */
export class OutOfBytes extends Error {
  override readonly name = 'OutOfBytes'
}

export class ByteReader {
  readonly #bytes: Uint8Array
  readonly view: DataView
  /** Where the next value begins. */
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Goes over `count` bytes, and says where they begin. */
  take(count: number): number {
    const start = this.at
    if (start + count > this.#bytes.length) throw new OutOfBytes()
    this.at = start + count
    return start
  }

  varint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.view.getUint8(this.take(1))
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 0x80
    }
  }

  bytes(count: number): Uint8Array {
    const start = this.take(count)
    return this.#bytes.subarray(start, start + count)
  }

  /** A text with its length before it. */
  text(): string {
    return new TextDecoder().decode(this.bytes(this.varint()))
  }
}
