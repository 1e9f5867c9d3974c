/**
 * JSON however it is written: an object a line, over several lines, one after the other, in an array, in a text sequence
 * (RFC 7464), as server-sent events, or in the arrays of a document. Each object goes to the forms by itself, so that a
 * document of any size is read in little memory.
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  RECORD_SEPARATOR,
} from '../ascii.ts'
import { ascii, startsWith } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { ContainerStack } from './container-stack.ts'
import { HeldBytes } from './held-bytes.ts'
import { isJsonSpace, isScalarByte, JsonObject } from './json-object.ts'

/** Begins each object that is sent as an event. */
const DATA = ascii('data:')

/** Larger objects are skipped, and counted: no event is as large. */
const OBJECT_LIMIT = 16 << 20
/** Deeper nesting is an error. */
const DEPTH_LIMIT = 100_000
/** So much of what broken values took may be read again before only values of one line are. */
const MOST_AGAIN = 4 << 20

/**
 * What is expected next; `rest` follows a value up to the end of its line, and `skip` skips the line of one that was
 * broken.
 */
type Expectation =
  | 'value'
  | 'first key'
  | 'key'
  | 'colon'
  | 'after value'
  | 'string'
  | 'scalar'
  | 'rest'
  | 'skip'

/** Whether a line begins JSON of objects. */
export function beginsJson(bytes: Uint8Array, start: number, end: number): boolean {
  let at = afterPrefix(bytes, start, end)
  if (at >= end) return false
  const first = bytes[at]
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return false
  at++
  while (at < end && isJsonSpace(bytes[at])) at++
  if (at >= end) return true
  return first === OPEN_BRACKET ? bytes[at] === OPEN_BRACE : bytes[at] === QUOTE || bytes[at] === CLOSE_BRACE
}

/** Not a form of its own: its objects are. */
export const jsonDocuments: BlockForm = {
  kind: 'block',
  name: 'json',
  title: 'JSON',
  losses: [],
  begins: beginsJson,
  open: (out) => new JsonBlock(out),
}

/** Reads JSON; `out.object` gets every object that is no container of others. */
export class JsonBlock implements BlockReader {
  readonly #out: FormOutput
  /** The bytes of a value that has not ended, from its first on, as far as they came with earlier pushes. */
  readonly #held = new HeldBytes(OBJECT_LIMIT)
  #active = false
  /** How many bytes of broken values may be read again; with less than none each value must end on its line. */
  #allowance = MOST_AGAIN
  #oneLine = false
  /** The object of the last line, for the next one. */
  #used: JsonObject | undefined
  /** What a broken value took beyond its first line. */
  #again: Uint8Array | undefined

  #expects: Expectation = 'value'
  #afterString: Expectation = 'colon'
  #escaped = false
  /** The brackets that are open. */
  #open: number[] = []
  readonly #containers = new ContainerStack()
  /** Where the last string began and ended, quotes aside, counted from the first byte that is held. */
  #stringStart = 0
  #stringEnd = 0

  constructor(out: FormOutput) {
    this.#out = out
  }

  get active(): boolean {
    return this.#active
  }

  takeAgain(): Uint8Array | undefined {
    const again = this.#again
    this.#again = undefined
    return again
  }

  push(bytes: Uint8Array, start: number, end: number): number {
    const next = this.#push(bytes, start, end)
    // Half, so that what is read again cannot pay for itself.
    if (this.#again === undefined)
      this.#allowance = Math.min(MOST_AGAIN, this.#allowance + (next - start) / 2)
    return next
  }

  end(): void {
    if (!this.#active) return
    // A last line without its newline is as good as another.
    if (this.#expects !== 'rest' && this.#expects !== 'skip') this.#fail()
    this.#active = false
  }

  #push(bytes: Uint8Array, start: number, end: number): number {
    if (this.#active) return this.#stream(bytes, start, end)
    const at = afterPrefix(bytes, start, end)
    const newline = bytes.indexOf(NEWLINE, at)
    if (newline >= 0 && newline < end && this.#line(bytes, at, newline)) return newline + 1
    this.#active = true
    this.#oneLine = this.#allowance < 0
    this.#begin()
    return this.#stream(bytes, at, end)
  }

  /** A whole object on a line, which is the usual case; false when it is not that, or holds others. */
  #line(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== OPEN_BRACE) return false
    const object = JsonObject.parse(bytes, start, end, this.#used)
    if (object === undefined) return false
    this.#used = object
    if (ContainerStack.isContainer(object)) return false
    this.#giveObject(bytes, start, end, object)
    return true
  }

  #giveObject(bytes: Uint8Array, start: number, end: number, object?: JsonObject): void {
    if (!this.#out.object(bytes, start, end, object)) this.#out.unread('without-text')
  }

  #begin(): void {
    this.#expects = 'value'
    this.#escaped = false
    this.#open = []
    this.#containers.clear()
    this.#forget()
  }

  #forget(): void {
    this.#held.clear()
    this.#stringStart = 0
    this.#stringEnd = 0
  }

  /** Reads on until the line ends on which the value has ended, or it is broken. */
  #stream(bytes: Uint8Array, start: number, end: number): number {
    // Everything from here is held, except what is given or forgotten on the way.
    let from = start
    let at = start
    while (at < end) {
      if (this.#expects === 'string') {
        at = this.#inString(bytes, from, at, end)
        if (this.#expects === 'string' && bytes[at - 1] === NEWLINE) return this.#broken(bytes, from, at, end)
        continue
      }
      const byte = bytes[at] as number
      if (this.#expects === 'scalar') {
        if (isScalarByte(byte)) {
          at++
          continue
        }
        this.#expects = 'after value'
      }
      if (this.#expects === 'skip') return this.#skipLine(bytes, at, end)
      if (byte === NEWLINE && (this.#expects === 'rest' || this.#oneLine)) {
        if (this.#expects === 'rest') {
          this.#active = false
          return at + 1
        }
        return this.#broken(bytes, from, at + 1, end)
      }
      if (isJsonSpace(byte)) {
        at++
        continue
      }
      if (this.#expects === 'rest') {
        if (byte === COMMA || byte === RECORD_SEPARATOR) {
          at++
          continue
        }
        this.#begin()
        from = at
        if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) return this.#broken(bytes, from, at, end)
      }
      if (byte === QUOTE) {
        if (!this.#startString()) return this.#broken(bytes, from, at, end)
        this.#stringStart = this.#held.length + at + 1 - from
      } else if (byte === COLON) {
        if (this.#expects !== 'colon') return this.#broken(bytes, from, at, end)
        this.#expects = 'value'
      } else if (byte === COMMA) {
        if (this.#expects !== 'after value') return this.#broken(bytes, from, at, end)
        this.#expects = this.#open[this.#open.length - 1] === OPEN_BRACE ? 'key' : 'value'
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#expects !== 'value' || this.#open.length >= DEPTH_LIMIT)
          return this.#broken(bytes, from, at, end)
        const opened = this.#opens(byte, bytes, from, at)
        if (opened !== undefined) {
          this.#forget()
          from = opened === 'element' ? at : at + 1
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (!this.#mayClose(byte)) return this.#broken(bytes, from, at, end)
        if (this.#containers.closes(byte, this.#open.length)) {
          this.#give(bytes, from, at + 1)
          from = at + 1
        }
        this.#open.pop()
        this.#expects = this.#open.length === 0 ? 'rest' : 'after value'
      } else if (this.#expects === 'value' && isScalarByte(byte)) this.#expects = 'scalar'
      else return this.#broken(bytes, from, at, end)
      at++
    }
    this.#held.add(bytes, from, end)
    return end
  }

  /** Reads on in a string: gives where it ends, or the position after a newline, which no string has. */
  #inString(bytes: Uint8Array, from: number, start: number, end: number): number {
    let at = start
    if (this.#escaped) {
      this.#escaped = false
      if (bytes[at] !== NEWLINE) at++
    }
    for (; at < end; at++) {
      const byte = bytes[at]
      if (byte === QUOTE) {
        this.#stringEnd = this.#held.length + at - from
        this.#expects = this.#afterString
        return at + 1
      }
      if (byte === NEWLINE) return at + 1
      if (byte !== BACKSLASH) continue
      if (at + 1 === end) this.#escaped = true
      else if (bytes[at + 1] !== NEWLINE) at++
    }
    return end
  }

  #startString(): boolean {
    if (this.#expects === 'first key' || this.#expects === 'key') this.#afterString = 'colon'
    else if (this.#expects === 'value') this.#afterString = 'after value'
    else return false
    this.#expects = 'string'
    return true
  }

  #opens(byte: number, bytes: Uint8Array, from: number, at: number): 'element' | 'container' | undefined {
    const isInObject = this.#open[this.#open.length - 1] === OPEN_BRACE
    const depth = this.#open.push(byte)
    this.#expects = byte === OPEN_BRACE ? 'first key' : 'value'
    const containers = this.#containers
    const key = isInObject && containers.mayDecide(depth) ? this.#lastKey(bytes, from, at) : undefined
    const opened =
      byte === OPEN_BRACE ? containers.opensObject(depth, key) : containers.opensArray(depth, key)
    if (opened === 'element') this.#out.place(at)
    return opened
  }

  #mayClose(byte: number): boolean {
    const open = this.#open[this.#open.length - 1]
    if (byte === CLOSE_BRACE) {
      return open === OPEN_BRACE && (this.#expects === 'after value' || this.#expects === 'first key')
    }
    // `[]` is right, and `[1,]` does no harm.
    return open === OPEN_BRACKET && (this.#expects === 'after value' || this.#expects === 'value')
  }

  #lastKey(bytes: Uint8Array, from: number, at: number): Uint8Array | undefined {
    return this.#held.part(this.#stringStart, this.#stringEnd, bytes, from, at)
  }

  /** The object that has ended. */
  #give(bytes: Uint8Array, from: number, to: number): void {
    if (this.#held.length === 0 && !this.#held.isTooLong) this.#giveObject(bytes, from, to)
    else {
      this.#held.add(bytes, from, to)
      if (this.#held.isTooLong) this.#out.unread('too-long')
      else this.#giveObject(this.#held.bytes, 0, this.#held.length)
    }
    this.#forget()
  }

  /** A broken value. What it took beyond its first line is read again; else the rest of the line is none either. */
  #broken(bytes: Uint8Array, from: number, at: number, end: number): number {
    this.#held.add(bytes, from, at)
    const tookLines = this.#fail()
    if (tookLines || bytes[at - 1] === NEWLINE) {
      this.#active = false
      return at
    }
    this.#expects = 'skip'
    return this.#skipLine(bytes, at, end)
  }

  /** Gives whether the broken value took a whole line at least. */
  #fail(): boolean {
    this.#out.unread('malformed')
    const held = this.#held.bytes.subarray(0, this.#held.length)
    const newline = held.indexOf(NEWLINE)
    if (newline >= 0 && newline + 1 < held.length) {
      this.#again = new Uint8Array(held.subarray(newline + 1))
      this.#allowance -= this.#again.length
    }
    this.#forget()
    return newline >= 0
  }

  #skipLine(bytes: Uint8Array, at: number, end: number): number {
    const newline = bytes.indexOf(NEWLINE, at)
    if (newline < 0 || newline >= end) return end
    this.#active = false
    return newline + 1
  }
}

function afterPrefix(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  if (bytes[at] === RECORD_SEPARATOR) at++
  else if (startsWith(bytes, at, end, DATA)) at += DATA.length
  while (at < end && isJsonSpace(bytes[at])) at++
  return at
}
