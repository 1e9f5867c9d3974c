/** Writers of escaped text and of decoded values, byte by byte (spec 02 §6, spec 03 §6); one writer per escape mode. */
import { CLOSE_PAREN, BACKSLASH as ESCAPE, OPEN_PAREN, QUOTE, SPACE, ZERO } from '../ascii.ts'
import type { ByteSink } from '../byte-sink.ts'
import { BACKSLASH, type EscapeMode, escapeTable, PLAIN } from '../escape/escape-mode.ts'
import { digitValue } from '../interpret/integers.ts'

/** What stands between two keys, where the value has a byte 0x01 (spec 02 §5.3). */
const KEY_SEPARATOR = [0x20, 0x6b, 0x65, 0x79, 0x3d] as const
/** The most bytes one byte of input becomes. */
const WIDEST = 5

/** The value of each byte as a hexadecimal digit, 255 for others. */
const DIGITS = Uint8Array.from({ length: 256 }, (_, byte) => digitValue(byte) & 0xff)
const NO_DIGIT = 255

export class EscapedWriter {
  readonly #kinds: Uint8Array

  constructor(mode: EscapeMode) {
    this.#kinds = escapeTable(mode)
  }

  /** Writes bytes, escaped. */
  writeBytes(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
    out.ensure((end - start) * WIDEST)
    const target = out.bytes
    const kinds = this.#kinds
    let to = out.length
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (kinds[byte] === PLAIN) target[to++] = byte
      else to = this.#special(target, to, byte)
    }
    out.length = to
  }

  /** Writes what a quoted, hexadecimal or plain value stands for: Q of spec 03 §6. */
  writeUnquoted(bytes: Uint8Array, start: number, end: number, keys: boolean, out: ByteSink): void {
    const first = start < end ? (bytes[start] as number) : 0
    if (first === QUOTE) this.#quoted(bytes, start, end, keys, out)
    else if (first === OPEN_PAREN) this.#bracketed(bytes, start, start, end, keys, out)
    else if (first === ZERO && start + 1 < end && bytes[start + 1] === ZERO) {
      if (start + 2 < end && bytes[start + 2] === OPEN_PAREN)
        this.#bracketed(bytes, start, start + 2, end, keys, out)
      else this.#hex(bytes, start, start + 2, end, keys, out)
    } else this.#hex(bytes, start, start, end, keys, out)
  }

  /**
   * Writes a command line given in hexadecimal, zero bytes as spaces. False, with nothing written, for the forms that
   * only the interpreter of PROCTITLE knows (spec 03 §4.29).
   */
  writeTitle(bytes: Uint8Array, start: number, end: number, out: ByteSink): boolean {
    const pairs = (end - start) >> 1
    if (pairs === 0 || (bytes[start] === ZERO && bytes[start + 1] === ZERO)) return false
    out.ensure(pairs * WIDEST)
    const target = out.bytes
    const kinds = this.#kinds
    let to = out.length
    for (let at = start; at < end; at += 2) {
      const high = DIGITS[bytes[at] as number] as number
      const low = at + 1 < end ? (DIGITS[bytes[at + 1] as number] as number) : 0
      if (high === NO_DIGIT || low === NO_DIGIT) return false
      if (at + 1 === end) break
      const byte = high * 16 + low || SPACE
      if (kinds[byte] === PLAIN) target[to++] = byte
      else to = this.#special(target, to, byte)
    }
    out.length = to
    return true
  }

  #quoted(bytes: Uint8Array, start: number, end: number, keys: boolean, out: ByteSink): void {
    let close = start + 1
    while (close < end && bytes[close] !== QUOTE) close++
    if (close < end) this.#text(bytes, start + 1, close, keys, out)
    else this.#character(SPACE, out)
  }

  /** A text in brackets at `open` stands for itself up to the closing bracket; without one, the whole value does. */
  #bracketed(
    bytes: Uint8Array,
    start: number,
    open: number,
    end: number,
    keys: boolean,
    out: ByteSink,
  ): void {
    let close = open + 1
    while (close < end && bytes[close] !== CLOSE_PAREN) close++
    if (close < end) this.#text(bytes, open, close + 1, keys, out)
    else this.#text(bytes, start, end, keys, out)
  }

  #text(bytes: Uint8Array, start: number, end: number, keys: boolean, out: ByteSink): void {
    if (!keys) {
      this.writeBytes(bytes, start, end, out)
      return
    }
    out.ensure((end - start) * WIDEST)
    for (let at = start; at < end; at++) this.#keyByte(bytes[at] as number, out)
  }

  /** Digits from `digits` on; with fewer than two the value from `start` is plain text. */
  #hex(bytes: Uint8Array, start: number, digits: number, end: number, keys: boolean, out: ByteSink): void {
    if (digits + 1 >= end || !isDigit(bytes[digits] as number) || !isDigit(bytes[digits + 1] as number)) {
      this.#text(bytes, start, end, keys, out)
      return
    }
    out.ensure((end - digits) * WIDEST)
    const target = out.bytes
    const kinds = this.#kinds
    let to = out.length
    for (let at = digits; at + 1 < end; at += 2) {
      const high = DIGITS[bytes[at] as number] as number
      const low = DIGITS[bytes[at + 1] as number] as number
      const byte = high * 16 + low
      if (high === NO_DIGIT || low === NO_DIGIT || byte === 0) break
      if (keys && byte === 1) for (const key of KEY_SEPARATOR) target[to++] = key
      else if (kinds[byte] === PLAIN) target[to++] = byte
      else to = this.#special(target, to, byte)
    }
    out.length = to
  }

  #keyByte(byte: number, out: ByteSink): void {
    if (byte === 1) for (const key of KEY_SEPARATOR) out.bytes[out.length++] = key
    else this.#character(byte, out)
  }

  #character(byte: number, out: ByteSink): void {
    out.ensure(WIDEST)
    if (this.#kinds[byte] === PLAIN) out.bytes[out.length++] = byte
    else out.length = this.#special(out.bytes, out.length, byte)
  }

  #special(target: Uint8Array, to: number, byte: number): number {
    target[to] = ESCAPE
    if (this.#kinds[byte] === BACKSLASH) {
      target[to + 1] = byte
      return to + 2
    }
    target[to + 1] = ZERO + (byte >> 6)
    target[to + 2] = ZERO + ((byte >> 3) & 7)
    target[to + 3] = ZERO + (byte & 7)
    return to + 4
  }
}

function isDigit(byte: number): boolean {
  return DIGITS[byte] !== NO_DIGIT
}
