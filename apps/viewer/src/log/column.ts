/** A column of numbers that grows, one for each event: half the memory of an array, and none of its objects. */

type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>

/** How many events there are. */
interface Rows {
  readonly length: number
}

/**
 * Numbers by the ordinal of an event. Who adds an event makes room for it in all columns, and writes each number where it belongs: a
 * method that writes into arrays of any kind takes a browser several times as long.
 */
export class Column<Values extends Numbers> {
  readonly #make: (length: number) => Values
  readonly #rows: Rows
  /** With room for events that have not come yet. */
  numbers: Values

  constructor(make: (length: number) => Values, rows: Rows) {
    this.#make = make
    this.#rows = rows
    this.numbers = make(0)
  }

  /** Makes room for so many events. */
  grow(length: number): void {
    const grown = this.#make(length)
    grown.set(this.numbers)
    this.numbers = grown
  }

  /** The number of an event; 0 for one that is not there. */
  at(ordinal: number): number {
    return this.numbers[ordinal] ?? 0
  }

  /** All numbers, as a view that is good until the next event. */
  get values(): Values {
    return this.numbers.subarray(0, this.#rows.length) as Values
  }
}

/** Columns of each kind of number that is kept. */
export const doubles = (rows: Rows): Column<Float64Array<ArrayBuffer>> =>
  new Column((length) => new Float64Array(length), rows)
export const words = (rows: Rows): Column<Uint32Array<ArrayBuffer>> =>
  new Column((length) => new Uint32Array(length), rows)
export const halves = (rows: Rows): Column<Uint16Array<ArrayBuffer>> =>
  new Column((length) => new Uint16Array(length), rows)
