/** A stream of syslog messages with their lengths (RFC 6587 §3.4.1): `LENGTH <PRI>…`, with or without newlines between. */
import { LESS, NEWLINE, RETURN, SPACE } from '../ascii.ts'
import { digitsEnd, indexOfByte, joined } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { priorityEnd } from './kernel-prefix.ts'

/** Receivers take 8 KiB by default, and seldom more than 64. */
const MOST_LENGTH = 1 << 16
const MOST_DIGITS = 5
/** `65536 <191>` */
const HEAD_BYTES = 16

export const syslogOctets: BlockForm = {
  kind: 'block',
  name: 'syslog-octets',
  title: 'syslog with counted octets',
  losses: ['unauthenticated'],
  begins: (bytes, start, end) => headOf(bytes, start, end) !== undefined,
  open: (out) => new OctetReader(out),
}

class OctetReader implements BlockReader {
  readonly #out: FormOutput
  #active = false
  /** A message that has not come as a whole, from its length on. */
  #held = new Uint8Array(0)
  /** Within a line whose length was wrong: nothing in it is read. */
  #isSkipping = false

  constructor(out: FormOutput) {
    this.#out = out
  }

  get active(): boolean {
    return this.#active
  }

  push(chunk: Uint8Array, start: number, end: number): number {
    if (this.#isSkipping) return this.#skipLine(chunk, start, end)
    const held = this.#held
    const bytes = held.length === 0 ? chunk : joined(held, chunk.subarray(start, end))
    const shift = held.length === 0 ? 0 : held.length - start
    const last = end + shift
    this.#held = new Uint8Array(0)
    this.#active = true
    let at = held.length === 0 ? start : 0
    while (at < last) {
      while (at < last && (bytes[at] === NEWLINE || bytes[at] === RETURN)) at++
      const head = headOf(bytes, at, last)
      if (head === undefined) {
        if (last - at < HEAD_BYTES && isHeadPart(bytes, at, last)) break
        this.#active = false
        // What is left of held bytes has been looked at.
        return Math.max(start, at - shift)
      }
      const messageEnd = head.message + head.length
      // What comes after it tells whether the length is right.
      if (messageEnd >= last) break
      const next = bytes[messageEnd]
      if (next !== NEWLINE && next !== RETURN && headOf(bytes, messageEnd, last) === undefined) {
        if (last - messageEnd < HEAD_BYTES && isHeadPart(bytes, messageEnd, last)) break
        this.#out.unread('malformed')
        return this.#skipLine(chunk, Math.max(start, messageEnd - shift), end)
      }
      this.#give(bytes, head.message, messageEnd)
      at = messageEnd
    }
    this.#held = new Uint8Array(bytes.subarray(at, last))
    return end
  }

  end(): void {
    const held = this.#held
    const head = headOf(held, 0, held.length)
    const messageEnd = head === undefined ? held.length : head.message + head.length
    if (head !== undefined && messageEnd <= held.length) this.#give(held, head.message, messageEnd)
    // The rest, or all of it, was cut.
    if (head === undefined ? held.length > 0 : messageEnd !== held.length) this.#out.unread('malformed')
    this.#held = new Uint8Array(0)
    this.#active = false
    this.#isSkipping = false
  }

  #skipLine(bytes: Uint8Array, at: number, end: number): number {
    const newline = indexOfByte(bytes, NEWLINE, at, end)
    this.#isSkipping = newline < 0
    this.#active = this.#isSkipping
    return newline < 0 ? end : newline + 1
  }

  #give(bytes: Uint8Array, start: number, end: number): void {
    let messageEnd = end
    while (messageEnd > start && (bytes[messageEnd - 1] === NEWLINE || bytes[messageEnd - 1] === RETURN)) {
      messageEnd--
    }
    if (!this.#out.text(bytes, start, messageEnd)) this.#out.unread('other')
  }
}

/** `LENGTH <PRI>` */
function headOf(bytes: Uint8Array, start: number, end: number) {
  const digits = digitsEnd(bytes, start, Math.min(end, start + MOST_DIGITS + 1))
  if (digits === start || digits - start > MOST_DIGITS || bytes[digits] !== SPACE || digits >= end) {
    return undefined
  }
  if (priorityEnd(bytes, digits + 1, end) < 0) return undefined
  let length = 0
  for (let at = start; at < digits; at++) length = length * 10 + ((bytes[at] as number) - 0x30)
  return length > 0 && length <= MOST_LENGTH ? { message: digits + 1, length } : undefined
}

/** Whether bytes may be the beginning of a head. */
function isHeadPart(bytes: Uint8Array, start: number, end: number): boolean {
  let at = digitsEnd(bytes, start, end)
  if (at === end) return true
  if (at === start || bytes[at] !== SPACE) return false
  at++
  return at === end || (bytes[at] === LESS && digitsEnd(bytes, at + 1, end) === end)
}
