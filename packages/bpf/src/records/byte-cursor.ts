/** Reads a record's bytes from left to right, as long as they are what the kernel usually writes. */
import { startsWith } from './bytes.ts'
import { hexDigit } from './field-walk.ts'

const MINUS = 0x2d
const ZERO = 0x30
const NINE = 0x39
const SPACE = 0x20
/** Numbers with at most this many digits are exact. */
const EXACT_DECIMAL = 15
const EXACT_HEXADECIMAL = 13

/** A position in bytes. Where these are not as expected, a method says undefined or false and may have moved on. */
export class ByteCursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  /** The current position. */
  at: number

  constructor(bytes: Uint8Array, from: number, end: number) {
    this.#bytes = bytes
    this.#end = end
    this.at = from
  }

  /** Passes over a word, if it stands here. */
  passes(word: Uint8Array): boolean {
    const end = this.at + word.length
    if (end > this.#end || !startsWith(this.#bytes, this.at, word)) return false
    this.at = end
    return true
  }

  /** Passes over everything up to a space or the end. */
  passValue(): void {
    while (this.at < this.#end && this.#bytes[this.at] !== SPACE) this.at++
  }

  /** A decimal number with its sign, up to a space or the end, in the one form the kernel writes. */
  decimal(): number | undefined {
    const bytes = this.#bytes
    const isNegative = bytes[this.at] === MINUS
    if (isNegative) this.at++
    const first = this.at
    let number = 0
    for (; this.at < this.#end; this.at++) {
      const code = bytes[this.at] ?? 0
      if (code === SPACE) break
      if (code < ZERO || code > NINE) return undefined
      number = number * 10 + code - ZERO
    }
    const digits = this.at - first
    if (digits === 0 || digits > EXACT_DECIMAL || (bytes[first] === ZERO && (digits > 1 || isNegative)))
      return undefined
    return isNegative ? -number : number
  }

  /** A hexadecimal number, up to a space or the end. */
  hexadecimal(): number | undefined {
    const bytes = this.#bytes
    const first = this.at
    let number = 0
    for (; this.at < this.#end; this.at++) {
      const code = bytes[this.at] ?? 0
      if (code === SPACE) break
      const digit = hexDigit(code)
      if (digit < 0) return undefined
      number = number * 16 + digit
    }
    const digits = this.at - first
    return digits === 0 || digits > EXACT_HEXADECIMAL ? undefined : number
  }
}
