/** Bytes that are kept from one push to the next, up to a limit. */

/** Grows as it must; beyond its limit it keeps nothing. */
export class HeldBytes {
  readonly #limit: number
  #bytes = new Uint8Array(0)
  #length = 0
  #isTooLong = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The bytes up to {@link length}, and others after them. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  get length(): number {
    return this.#length
  }

  /** More came than is kept. */
  get isTooLong(): boolean {
    return this.#isTooLong
  }

  clear(): void {
    this.#length = 0
    this.#isTooLong = false
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    if (this.#isTooLong || size <= 0) return
    if (this.#length + size > this.#limit) {
      this.#isTooLong = true
      this.#length = 0
      return
    }
    if (this.#length + size > this.#bytes.length) {
      const larger = new Uint8Array(
        Math.min(this.#limit, Math.max(2 * this.#bytes.length, this.#length + size)),
      )
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes.subarray(start, end), this.#length)
    this.#length += size
  }

  /**
   * Bytes `start` to `end`, counted from the first that is held; `next` from `from` to `to` follows what is held. Undefined
   * where they are not there.
   */
  part(start: number, end: number, next: Uint8Array, from: number, to: number): Uint8Array | undefined {
    if (this.#isTooLong || start > end || end - this.#length > to - from) return undefined
    const inNext = from - this.#length
    if (start >= this.#length) return next.subarray(inNext + start, inNext + end)
    if (end <= this.#length) return this.#bytes.subarray(start, end)
    const both = new Uint8Array(end - start)
    both.set(this.#bytes.subarray(start, this.#length))
    both.set(next.subarray(from, inNext + end), this.#length - start)
    return both
  }
}
