/** A column of numbers while its batch gathers: bytes as an engine has them, and whether each row has one. */

export type NumberType = 'boolean' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'timestamp'

type NumberData = Uint8Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

const TWO_32 = 4294967296

export class NumberColumn {
  readonly kind = 'numbers'
  readonly type: NumberType
  /** Of wide numbers the low and the high half, one after the other. */
  readonly isWide: boolean
  data: NumberData
  /** 1 where a row has a number. */
  set: Uint8Array<ArrayBuffer>

  constructor(type: NumberType, capacity: number) {
    this.type = type
    this.isWide = type === 'int64' || type === 'uint64' || type === 'timestamp'
    this.data = numbersOf(type, capacity)
    this.set = new Uint8Array(capacity)
  }

  grow(capacity: number): void {
    const { data, set } = this
    this.data = numbersOf(this.type, capacity)
    this.data.set(data)
    this.set = new Uint8Array(capacity)
    this.set.set(set)
  }

  /** Without any values again. */
  reset(): void {
    this.set.fill(0)
  }

  isSet(row: number): boolean {
    return this.set[row] === 1
  }

  clear(row: number): void {
    this.set[row] = 0
  }

  /** @param value a number that is exact; a timestamp in milliseconds */
  put(row: number, value: number): void {
    this.set[row] = 1
    if (!this.isWide) this.data[row] = value
    else this.putHalves(row, value, Math.floor(value / TWO_32))
  }

  putHalves(row: number, low: number, high: number): void {
    this.set[row] = 1
    this.data[2 * row] = low
    this.data[2 * row + 1] = high
  }

  /** A number, bigint, boolean, null or undefined. */
  putValue(row: number, value: unknown): void {
    if (typeof value === 'number') this.put(row, value)
    else if (typeof value === 'boolean') this.put(row, value ? 1 : 0)
    else if (typeof value === 'bigint')
      this.putHalves(row, Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)))
  }

  /** As a batch of plain values has it; see ScalarType. */
  value(row: number): unknown {
    if (!this.isSet(row)) return null
    if (this.type === 'boolean') return this.data[row] === 1
    if (!this.isWide) return this.data[row]
    const low = this.data[2 * row] as number
    const high = this.data[2 * row + 1] as number
    const number = (this.type === 'uint64' ? high : high | 0) * TWO_32 + low
    if (Number.isSafeInteger(number)) return number
    const bits = (BigInt(high) << 32n) | BigInt(low)
    return this.type === 'uint64' ? bits : BigInt.asIntN(64, bits)
  }
}

function numbersOf(type: NumberType, capacity: number): NumberData {
  switch (type) {
    case 'boolean':
      return new Uint8Array(capacity)
    case 'int32':
      return new Int32Array(capacity)
    case 'uint32':
      return new Uint32Array(capacity)
    default:
      return new Uint32Array(2 * capacity)
  }
}
