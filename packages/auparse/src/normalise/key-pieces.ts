/** Several keys of a rule, logged as one encoded value: split once per value (spec 03 §1.3). */
import { splitRecord } from '../fields/split-record.ts'

/** How many values are remembered, and how long they may be; a hostile log may hold any number of them. */
const MOST_REMEMBERED = 2_000
const LONGEST_REMEMBERED = 256

/** Splits encoded keys and remembers what it split. */
export class KeyPieces {
  readonly #known = new Map<string, readonly string[]>()

  /** The raw values of the fields that `key=…` stands for. */
  split(token: string): readonly string[] {
    const known = this.#known.get(token)
    if (known !== undefined) return known
    const pieces = splitRecord(token).fields.map(({ value }) => value)
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear()
    if (token.length <= LONGEST_REMEMBERED) this.#known.set(token, pieces)
    return pieces
  }
}
