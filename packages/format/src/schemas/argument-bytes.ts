/** The arguments in EXECVE records: `a0`, `a1`, or `a1[0]` and further parts of one that is long. */
import { latin1 } from '@ts-audit/log/internal'
import { APOSTROPHE, QUOTE } from '../ascii.ts'
import { hexBytes } from './texts.ts'

const LOWER_A = 0x61
const OPEN_BRACKET = 0x5b

/** Collects them over the records of an event, as bytes. */
export class ArgumentBytes {
  readonly #whole: Uint8Array[] = []
  /** The parts of the argument that has not ended yet. */
  readonly #parts: Uint8Array[] = []
  #number = ''

  /** Forgets all. */
  clear(): void {
    this.#whole.length = 0
    this.#parts.length = 0
    this.#number = ''
  }

  /** Takes a field, if it is an argument. */
  add(bytes: Uint8Array, nameStart: number, nameEnd: number, start: number, end: number): void {
    if (bytes[nameStart] !== LOWER_A) return
    let digits = nameStart + 1
    while (digits < nameEnd && isDigit(bytes[digits] as number)) digits++
    if (digits === nameStart + 1) return
    if (digits === nameEnd) {
      this.#finish()
      this.#whole.push(argumentBytes(bytes, start, end))
    } else if (bytes[digits] === OPEN_BRACKET) {
      const number = latin1(bytes, nameStart + 1, digits)
      if (number !== this.#number) this.#finish()
      this.#number = number
      this.#parts.push(argumentBytes(bytes, start, end))
    }
  }

  /** All that have been taken; valid as long as the records are. */
  all(): readonly Uint8Array[] {
    this.#finish()
    return this.#whole
  }

  #finish(): void {
    if (this.#parts.length === 0) return
    this.#whole.push(joinedBytes(this.#parts))
    this.#parts.length = 0
    this.#number = ''
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** What a value of an encoded field stands for. */
export function argumentBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  const quote = bytes[start]
  if ((quote === QUOTE || quote === APOSTROPHE) && end - start > 1 && bytes[end - 1] === quote) {
    return bytes.subarray(start + 1, end - 1)
  }
  return hexBytes(bytes, start, end) ?? bytes.subarray(start, end)
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
