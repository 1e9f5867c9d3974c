/** Where a text occurs in the chunk that is being read: each chunk is searched once, from front to back. */
import { indexOfBytes } from './record.ts'

export class TextOccurrences {
  readonly #wanted: Uint8Array
  #bytes: Uint8Array | undefined
  /** The text does not begin between these two positions, and does at the second. */
  #from = 0
  #next = 0

  constructor(wanted: Uint8Array) {
    this.#wanted = wanted
  }

  /** Whether the text is in a part of a chunk, or begins there. */
  isIn(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#search(bytes, start)
    } else if (start < this.#from) {
      // A record before others that were already searched: it is searched alone, so that no byte is searched over and over.
      return indexOfBytes(bytes.subarray(start, end), this.#wanted, 0) >= 0
    } else if (start > this.#next) this.#search(bytes, start)
    return this.#next < end
  }

  #search(bytes: Uint8Array, start: number): void {
    const found = indexOfBytes(bytes, this.#wanted, start)
    this.#from = start
    this.#next = found < 0 ? Number.POSITIVE_INFINITY : found
  }
}
