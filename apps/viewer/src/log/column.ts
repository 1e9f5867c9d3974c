/** A column of numbers that grows, one for each event: half the memory of an array, and none of its objects. */

type Numbers =
  | Float64Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>

const FIRST_LENGTH = 1 << 12

/** Numbers by the ordinal of an event. */
export class Column<Values extends Numbers> {
  readonly #make: (length: number) => Values
  #values: Values
  #length = 0

  constructor(make: (length: number) => Values) {
    this.#make = make
    this.#values = make(FIRST_LENGTH)
  }

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#make(this.#length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = value
  }

  /** The number of an event; 0 for one that is not there. */
  at(ordinal: number): number {
    return this.#values[ordinal] ?? 0
  }

  /** All numbers, as a view that is good until the next push. */
  get values(): Values {
    return this.#values.subarray(0, this.#length) as Values
  }
}

/** Columns of each kind of number that is kept. */
export const doubles = (): Column<Float64Array<ArrayBuffer>> =>
  new Column((length) => new Float64Array(length))
export const words = (): Column<Uint32Array<ArrayBuffer>> => new Column((length) => new Uint32Array(length))
export const halves = (): Column<Uint16Array<ArrayBuffer>> => new Column((length) => new Uint16Array(length))
export const signs = (): Column<Int8Array<ArrayBuffer>> => new Column((length) => new Int8Array(length))
