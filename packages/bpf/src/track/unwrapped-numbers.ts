/** Makes the numbers of a counter that starts again at its end go on. */

/** How near to the end a counter must have been, and how near to its beginning it must be then. */
const NEAR = 0x10_0000

/** Follows one counter. */
export class UnwrappedNumbers {
  readonly #size: number
  #round = 0
  /** The highest number of this round. */
  #max = 0

  /** @param size how many numbers a round has: 2^32 of serial numbers */
  constructor(size: number) {
    this.#size = size
  }

  /** Takes a number: it is given with all rounds before it counted. One that is late belongs to the round before. */
  unwrap(number: number): number {
    const round = this.#roundOf(number)
    if (round > this.#round || (round === this.#round && number > this.#max)) this.#max = number
    if (round > this.#round) this.#round = round
    return round * this.#size + number
  }

  /** The same for a number that proves nothing, as it comes out of order. */
  place(number: number): number {
    return this.#roundOf(number) * this.#size + number
  }

  /** The counter starts anew. */
  clear(): void {
    this.#round = 0
    this.#max = 0
  }

  #roundOf(number: number): number {
    const end = this.#size - NEAR
    if (this.#max >= end && number < NEAR) return this.#round + 1
    return this.#round > 0 && this.#max < NEAR && number >= end ? this.#round - 1 : this.#round
  }
}
