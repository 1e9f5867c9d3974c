/** A column of bytes while its batch gathers. */

export class BytesColumn {
  readonly kind = 'bytes'
  readonly values: (Uint8Array | undefined)[] = []
  /** Bytes of all values. */
  length = 0

  grow(): void {}

  /** Without any values again. */
  reset(): void {
    this.values.length = 0
    this.length = 0
  }

  isSet(row: number): boolean {
    return this.values[row] !== undefined
  }

  putValue(row: number, value: unknown): void {
    if (!(value instanceof Uint8Array)) return
    this.values[row] = value
    this.length += value.length
  }

  value(row: number): Uint8Array | null {
    return this.values[row] ?? null
  }
}
