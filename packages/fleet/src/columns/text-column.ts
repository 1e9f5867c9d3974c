/** A column of texts while its batch gathers: each text is kept once, and rows have its number. */
import { latin1 as textOfBytes } from '@ts-audit/log/internal'
import { fromHex, unicode } from './text.ts'

export class TextColumn {
  readonly kind = 'texts'
  /** The number of each row's text; 0 for none. */
  numbers: Uint32Array<ArrayBuffer>
  /** By their numbers; the first is none. */
  readonly texts: string[] = ['']
  /** Characters of all texts. */
  length = 0
  /** Whether one of them holds a NUL character. */
  holdsNul = false
  /** The text that was asked for last: many come again at once. */
  #last = ''
  #lastNumber = 0
  readonly #known = new Map<string, number>()
  /** Of texts as they stand in the log: in quotes, and otherwise. */
  readonly #quoted = new Map<string, number>()
  readonly #unquoted = new Map<string, number>()

  constructor(capacity: number) {
    this.numbers = new Uint32Array(capacity)
  }

  grow(capacity: number): void {
    const { numbers } = this
    this.numbers = new Uint32Array(capacity)
    this.numbers.set(numbers)
  }

  /** Without any values again. */
  reset(): void {
    this.numbers.fill(0)
    this.texts.length = 1
    this.length = 0
    this.holdsNul = false
    this.#last = ''
    this.#lastNumber = 0
    for (const known of [this.#known, this.#quoted, this.#unquoted]) known.clear()
  }

  isSet(row: number): boolean {
    return this.numbers[row] !== 0
  }

  clear(row: number): void {
    this.numbers[row] = 0
  }

  put(row: number, text: string): void {
    this.numbers[row] = this.numberOf(text)
  }

  /** @param latin1 what stands in the log, of which the bytes are UTF-8 */
  putBytes(row: number, latin1: string): void {
    this.numbers[row] = this.numberOfBytes(latin1)
  }

  numberOfBytes(latin1: string): number {
    let number = this.#quoted.get(latin1)
    if (number === undefined) {
      const own = ownText(latin1)
      number = this.numberOf(unicode(own))
      this.#quoted.set(own, number)
    }
    return number
  }

  /** @param value as the kernel writes what it does not trust, without quotes: hexadecimal digits that stand for bytes */
  putUnquoted(row: number, value: string, decode: (value: string) => string = decodeDigits): void {
    let number = this.#unquoted.get(value)
    if (number === undefined) {
      const own = ownText(value)
      number = this.numberOf(decode(own))
      this.#unquoted.set(own, number)
    }
    this.numbers[row] = number
  }

  putValue(row: number, value: unknown): void {
    if (typeof value === 'string') this.put(row, value)
  }

  value(row: number): string | null {
    const number = this.numbers[row] as number
    return number === 0 ? null : (this.texts[number] ?? null)
  }

  numberOf(text: string): number {
    if (text === this.#last && this.#lastNumber !== 0) return this.#lastNumber
    const number = this.#knownOrNew(text)
    this.#last = text
    this.#lastNumber = number
    return number
  }

  #knownOrNew(text: string): number {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const number = this.texts.length
    this.texts.push(text)
    this.length += text.length
    this.holdsNul ||= text.includes('\0')
    this.#known.set(text, number)
    return number
  }
}

/** Shorter pieces of a text are copies already. */
const LEAST_SLICE = 13

/** A copy of a piece of a record's text, which would keep all of it in memory. */
function ownText(latin1: string): string {
  if (latin1.length < LEAST_SLICE) return latin1
  const bytes = new Uint8Array(latin1.length)
  for (let at = 0; at < latin1.length; at++) bytes[at] = latin1.charCodeAt(at)
  return textOfBytes(bytes, 0, bytes.length)
}

function decodeDigits(value: string): string {
  return unicode(fromHex(value) ?? value)
}
