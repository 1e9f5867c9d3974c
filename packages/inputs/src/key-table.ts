/** Names of fields by their bytes. */
import { ascii, startsWith } from './bytes.ts'

/** Keys that are looked up together, each by its place in the list that was given. */
export class KeyTable {
  readonly keys: readonly string[]
  /** By their length, which tells most of them from others. */
  readonly #byLength: (readonly [key: Uint8Array, slot: number])[][] = []

  /** Of ASCII each. */
  constructor(keys: readonly string[]) {
    this.keys = keys
    keys.forEach((key, slot) => {
      const { length } = key
      while (this.#byLength.length <= length) this.#byLength.push([])
      this.#byLength[length]?.push([ascii(key), slot])
    })
  }

  /** The place of a key, or -1. */
  slotOf(bytes: Uint8Array, start: number, end: number): number {
    const keys = this.#byLength[end - start]
    if (keys === undefined) return -1
    for (let index = 0; index < keys.length; index++) {
      const candidate = keys[index] as readonly [key: Uint8Array, slot: number]
      if (startsWith(bytes, start, end, candidate[0])) return candidate[1]
    }
    return -1
  }
}
