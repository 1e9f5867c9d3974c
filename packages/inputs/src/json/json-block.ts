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
import { ascii, joined, startsWith } from '../bytes.ts'
import type { BlockForm, BlockReader, FormOutput } from '../input-form.ts'
import { isJsonSpace, isScalarByte, JsonObject } from './json-object.ts'

/** Begins each object of a text sequence. */
/** Begins each object that is sent as an event. */
const DATA = ascii('data:')

/** Larger objects are skipped, and counted: no event is as large. */
const OBJECT_LIMIT = 16 << 20
/** Deeper nesting is an error. */
const DEPTH_LIMIT = 100_000

/** Keys of arrays whose objects are the documents: of CloudWatch, dmesg, OpenTelemetry and search results. */
const CONTAINERS: readonly Uint8Array[] = [
  'events',
  'logEvents',
  'dmesg',
  'resourceLogs',
  'scopeLogs',
  'instrumentationLibraryLogs',
  'logRecords',
  'hits',
].map(ascii)

/** What is expected next. */
type Expectation = 'value' | 'first key' | 'key' | 'colon' | 'after value' | 'string' | 'scalar'

/** Whether a line begins JSON of objects. */
export function beginsJson(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  if (bytes[at] === RECORD_SEPARATOR) at++
  else if (startsWith(bytes, at, end, DATA)) at += DATA.length
  while (at < end && isJsonSpace(bytes[at])) at++
  if (at >= end) return false
  if (bytes[at] === OPEN_BRACE) {
    at++
    while (at < end && isJsonSpace(bytes[at])) at++
    return at >= end || bytes[at] === QUOTE || bytes[at] === CLOSE_BRACE
  }
  if (bytes[at] !== OPEN_BRACKET) return false
  at++
  while (at < end && isJsonSpace(bytes[at])) at++
  return at >= end || bytes[at] === OPEN_BRACE
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
  /** The bytes of a value that has not ended, from its first on. */
  #held: Uint8Array = new Uint8Array(0)
  #heldLength = 0
  #active = false
  /** Once a value of several lines was broken, only those of one line are read: otherwise each line might cost the rest. */
  #linesOnly = false
  /** What was held of a broken value and is to be read again, line by line. */
  #again: Uint8Array | undefined

  #expects: Expectation = 'value'
  #escaped = false
  /** The open brackets, and which of them are containers whose object has been left. */
  #open: number[] = []
  #containers: number[] = []
  /** Where in the held bytes the last string began and ended, quotes aside. */
  #stringStart = 0
  #stringEnd = 0
  /** Depth at which the object that is being gathered began; 0 where none is. */
  #objectDepth = 0
  /** The object is larger than is kept. */
  #tooLong = false
  /** The object's containers were given already. */
  #emptied = false

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
    let at = start
    if (!this.#active) {
      at = afterPrefix(bytes, start, end)
      const newline = bytes.indexOf(NEWLINE, at)
      const lineEnd = newline < 0 || newline >= end ? -1 : newline
      if (lineEnd >= 0 && this.#line(bytes, at, lineEnd)) return lineEnd + 1
      if (lineEnd >= 0 && this.#linesOnly) {
        this.#out.unread('malformed')
        return lineEnd + 1
      }
      this.#begin()
    }
    return this.#stream(bytes, at, end)
  }

  end(): void {
    if (!this.#active) return
    // A last line without its newline.
    if (this.#open.length > 0 || this.#heldLength > 0) this.#fail()
    this.#active = false
  }

  /** A whole object on a line, which is the usual case; false when it is not that, or holds others. */
  #line(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start] !== OPEN_BRACE) return false
    const object = JsonObject.parse(bytes, start, end)
    if (object === undefined || holdsOthers(object)) return false
    this.#giveObject(bytes, start, end)
    return true
  }

  #giveObject(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#out.object(bytes, start, end)) this.#out.unread('without-text')
  }

  #begin(): void {
    this.#active = true
    this.#expects = 'value'
    this.#escaped = false
    this.#open = []
    this.#containers = []
    this.#objectDepth = 0
    this.#forget()
    this.#emptied = false
  }

  #forget(): void {
    this.#heldLength = 0
    this.#tooLong = false
    this.#stringStart = 0
    this.#stringEnd = 0
  }

  /** Reads on until the value ends, which gives its end, or is broken. */
  #stream(bytes: Uint8Array, start: number, end: number): number {
    // Everything from here is held, except what is given or forgotten on the way.
    let from = start
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number
      if (this.#expects === 'string') {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) {
          this.#stringEnd = this.#heldLength + at - from
          this.#expects = this.#afterString
        } else if (byte === NEWLINE) return this.#broken(bytes, from, at + 1)
        continue
      }
      if (this.#expects === 'scalar') {
        if (isScalarByte(byte)) continue
        this.#expects = 'after value'
      }
      if (byte === NEWLINE && this.#linesOnly) return this.#broken(bytes, from, at + 1)
      if (isJsonSpace(byte)) continue
      if (byte === QUOTE) {
        if (!this.#startString()) return this.#broken(bytes, from, at)
        this.#stringStart = this.#heldLength + at + 1 - from
      } else if (byte === COLON) {
        if (this.#expects !== 'colon') return this.#broken(bytes, from, at)
        this.#expects = 'value'
      } else if (byte === COMMA) {
        if (this.#expects !== 'after value') return this.#broken(bytes, from, at)
        this.#expects = this.#open.at(-1) === OPEN_BRACE ? 'key' : 'value'
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (this.#expects !== 'value' || this.#open.length >= DEPTH_LIMIT)
          return this.#broken(bytes, from, at)
        const isContainer = byte === OPEN_BRACKET && this.#opensContainer(bytes, from, at)
        const beginsObject = byte === OPEN_BRACE && this.#objectDepth === 0 && this.#isElement()
        this.#open.push(byte)
        this.#expects = byte === OPEN_BRACE ? 'first key' : 'value'
        if (isContainer) {
          this.#containers.push(this.#open.length)
          this.#emptied = true
        }
        if (isContainer || beginsObject) {
          this.#forget()
          this.#objectDepth = beginsObject ? this.#open.length : 0
          if (beginsObject) this.#emptied = false
          from = beginsObject ? at : at + 1
        }
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        if (!this.#mayClose(byte)) return this.#broken(bytes, from, at)
        const depth = this.#open.length
        if (byte === CLOSE_BRACE && depth === this.#objectDepth) {
          this.#hold(bytes, from, at + 1)
          this.#give()
          from = at + 1
        }
        this.#open.pop()
        if (this.#containers.at(-1) === depth) this.#containers.pop()
        this.#expects = 'after value'
        if (this.#open.length === 0) {
          this.#active = false
          this.#forget()
          return afterLine(bytes, at + 1, end)
        }
      } else if (this.#expects === 'value' && isScalarByte(byte)) this.#expects = 'scalar'
      else return this.#broken(bytes, from, at)
    }
    this.#hold(bytes, from, end)
    return end
  }

  #afterString: Expectation = 'colon'

  #startString(): boolean {
    if (this.#expects === 'first key' || this.#expects === 'key') this.#afterString = 'colon'
    else if (this.#expects === 'value') this.#afterString = 'after value'
    else return false
    this.#expects = 'string'
    return true
  }

  #mayClose(byte: number): boolean {
    const open = this.#open.at(-1)
    if (byte === CLOSE_BRACE) {
      return open === OPEN_BRACE && (this.#expects === 'after value' || this.#expects === 'first key')
    }
    // `[]` is right, and `[1,]` does no harm.
    return open === OPEN_BRACKET && (this.#expects === 'after value' || this.#expects === 'value')
  }

  /** The first bracket of all, or that of a key whose array holds documents. */
  #opensContainer(bytes: Uint8Array, from: number, at: number): boolean {
    if (this.#open.length === 0) return true
    // An array in an array is none.
    if (this.#open.at(-1) !== OPEN_BRACE) return false
    // Of an object in a container, or of the outermost: deeper ones belong to a document.
    if (this.#objectDepth !== 0 && this.#open.length !== this.#objectDepth && !this.#isHits()) return false
    const key = this.#lastString(bytes, from, at)
    return CONTAINERS.some((name) => name.length === key.length && startsWith(key, 0, key.length, name))
  }

  /** Search results have theirs one level deeper: `{"hits":{"hits":[…]}}`. */
  #isHits(): boolean {
    return this.#objectDepth === 1 && this.#open.length === 2
  }

  /** Whether an object that begins here is a document: it is outermost, or stands in a container. */
  #isElement(): boolean {
    return this.#open.length === 0 || this.#containers.at(-1) === this.#open.length
  }

  #lastString(bytes: Uint8Array, from: number, at: number): Uint8Array {
    const length = this.#stringEnd - this.#stringStart
    if (length < 0 || this.#tooLong) return new Uint8Array(0)
    // Of the held bytes, of these, or of both.
    const now = bytes.subarray(from, at)
    const text = this.#heldLength === 0 ? now : joined(this.#held.subarray(0, this.#heldLength), now)
    return text.subarray(this.#stringStart, this.#stringEnd)
  }

  #hold(bytes: Uint8Array, from: number, to: number): void {
    const size = to - from
    if (this.#tooLong || size === 0) return
    if (this.#heldLength + size > OBJECT_LIMIT) {
      this.#tooLong = true
      this.#heldLength = 0
      return
    }
    if (this.#heldLength + size > this.#held.length) {
      const larger = new Uint8Array(Math.max(2 * this.#held.length, this.#heldLength + size))
      larger.set(this.#held.subarray(0, this.#heldLength))
      this.#held = larger
    }
    this.#held.set(bytes.subarray(from, to), this.#heldLength)
    this.#heldLength += size
  }

  /** The object that has ended. What held others was given with them. */
  #give(): void {
    if (this.#tooLong) this.#out.unread('too-long')
    else if (!this.#emptied) this.#giveObject(this.#held, 0, this.#heldLength)
    this.#forget()
    this.#objectDepth = 0
    // The object around it, if any, goes on, and has been given.
    this.#emptied = true
  }

  /** Ends a broken value; what it took beyond its first line is read again. */
  #broken(bytes: Uint8Array, from: number, at: number): number {
    this.#hold(bytes, from, at)
    this.#fail()
    return at
  }

  #fail(): void {
    this.#out.unread('malformed')
    this.#active = false
    this.#linesOnly = true
    const held = this.#held.subarray(0, this.#heldLength)
    const newline = held.indexOf(NEWLINE)
    this.#again = newline < 0 ? undefined : new Uint8Array(held.subarray(newline + 1))
    this.#forget()
    this.#objectDepth = 0
  }
}

function holdsOthers(object: JsonObject): boolean {
  for (let index = 0; index < object.size; index++) {
    const { kind } = object.valueAt(index)
    if (kind !== 'array' && kind !== 'object') continue
    const key = object.keyAt(index)
    if (
      key === 'hits' ||
      (kind === 'array' && CONTAINERS.some((name) => name.length === key.length && key === text(name)))
    )
      return true
  }
  return false
}

function text(name: Uint8Array): string {
  return String.fromCharCode(...name)
}

function afterPrefix(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  if (bytes[at] === RECORD_SEPARATOR) at++
  else if (startsWith(bytes, at, end, DATA)) at += DATA.length
  while (at < end && isJsonSpace(bytes[at])) at++
  return at
}

/** What follows a value on its line, such as nothing, a comma or another value: the rest of a line is not looked at. */
function afterLine(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && isJsonSpace(bytes[position])) {
    position++
    if (bytes[position - 1] === NEWLINE) break
  }
  return position
}
