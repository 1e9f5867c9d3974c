/** Columns of numbers that grow without being copied, and cost nothing where nothing was written. */
import type { Stamp } from './stamp.ts'

const CHUNK_BITS = 13
const CHUNK_SIZE = 1 << CHUNK_BITS
const MASK = CHUNK_SIZE - 1

/** Unsigned 32-bit numbers, 0 where none was set. */
export class Uint32Column {
  readonly #chunks: (Uint32Array | undefined)[] = []

  get(at: number): number {
    return this.#chunks[at >>> CHUNK_BITS]?.[at & MASK] ?? 0
  }

  set(at: number, value: number): void {
    const chunk = this.#chunks[at >>> CHUNK_BITS]
    if (chunk !== undefined) chunk[at & MASK] = value
    else if (value !== 0) {
      const made = new Uint32Array(CHUNK_SIZE)
      made[at & MASK] = value
      fill(this.#chunks, at >>> CHUNK_BITS)
      this.#chunks[at >>> CHUNK_BITS] = made
    }
  }
}

const TWO_32 = 2 ** 32

/** Above this a number is kept as the bits of its floating-point form, whose high half is larger than that of any code. */
const LARGEST_CODED = 2 ** 52
const FIRST_FLOAT_HIGH = 0x4330_0000
const float = new DataView(new ArrayBuffer(8))

/** Whole numbers of either sign, or none; those below 2^31 take four bytes. Undefined where none was set. */
export class NumberColumn {
  /** Twice the number and one, or twice its absolute value below 0; 0 is none. Low and high half. */
  readonly #low = new Uint32Column()
  readonly #high = new Uint32Column()

  get(at: number): number | undefined {
    const high = this.#high.get(at)
    if (high >= FIRST_FLOAT_HIGH) {
      float.setUint32(0, high)
      float.setUint32(4, this.#low.get(at))
      return float.getFloat64(0)
    }
    const code = high * TWO_32 + this.#low.get(at)
    if (code === 0) return undefined
    return code % 2 === 1 ? (code - 1) / 2 : -code / 2
  }

  set(at: number, value: number | undefined): void {
    if (value !== undefined && Math.abs(value) >= LARGEST_CODED) {
      float.setFloat64(0, value)
      this.#low.set(at, float.getUint32(4))
      this.#high.set(at, float.getUint32(0))
      return
    }
    const code = value === undefined ? 0 : value < 0 ? -2 * value : 2 * value + 1
    this.#low.set(at, code % TWO_32)
    this.#high.set(at, Math.floor(code / TWO_32))
  }
}

/** Event ids without their node. */
export class StampColumn {
  readonly #seconds = new NumberColumn()
  readonly #serial = new NumberColumn()
  readonly #milliseconds = new Uint32Column()

  get(at: number): Stamp {
    return {
      seconds: this.#seconds.get(at) ?? 0,
      milliseconds: this.#milliseconds.get(at),
      serial: this.#serial.get(at) ?? 0,
    }
  }

  /** Milliseconds since 1970; undefined for second 0. */
  time(at: number): number | undefined {
    const seconds = this.#seconds.get(at) ?? 0
    return seconds === 0 ? undefined : seconds * 1000 + this.#milliseconds.get(at)
  }

  set(at: number, stamp: Stamp | undefined): void {
    this.#seconds.set(at, stamp?.seconds)
    this.#milliseconds.set(at, stamp?.milliseconds ?? 0)
    this.#serial.set(at, stamp?.serial)
  }
}

/** Arrays with holes are slow: what is not there is undefined. */
function fill(chunks: unknown[], to: number): void {
  while (chunks.length < to) chunks.push(undefined)
}
