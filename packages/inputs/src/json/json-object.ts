/** An object of JSON as positions in its bytes: members in their order, repeated ones kept, nothing decoded unasked. */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from '../ascii.ts'
import { ascii, startsWith } from '../bytes.ts'
import { stringBytes, stringEnd } from './json-text.ts'

export type JsonKind = 'string' | 'number' | 'object' | 'array' | 'null' | 'true' | 'false'

/** A value: where it stands, its quotes or brackets included. */
export interface JsonValue {
  readonly kind: JsonKind
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** An object whose brackets are balanced; what is inside its values is looked at when it is asked for. */
export class JsonObject {
  readonly bytes: Uint8Array
  readonly #start: number
  readonly #end: number
  /** Start and end of each key inside its quotes, and of its value. */
  readonly #spans: readonly number[]

  private constructor(bytes: Uint8Array, start: number, end: number, spans: readonly number[]) {
    this.bytes = bytes
    this.#start = start
    this.#end = end
    this.#spans = spans
  }

  /** The object that bytes `start` to `end` are, white space around it aside; undefined when they are none. */
  static parse(bytes: Uint8Array, start: number, end: number): JsonObject | undefined {
    const first = skipSpace(bytes, start, end)
    if (bytes[first] !== OPEN_BRACE || first >= end) return undefined
    let at = first
    const spans: number[] = []
    at = skipSpace(bytes, at + 1, end)
    if (bytes[at] === CLOSE_BRACE && at < end) at++
    else {
      for (;;) {
        if (at >= end || bytes[at] !== QUOTE) return undefined
        const keyEnd = stringEnd(bytes, at, end)
        if (keyEnd < 0) return undefined
        const colon = skipSpace(bytes, keyEnd, end)
        if (bytes[colon] !== COLON) return undefined
        const value = skipSpace(bytes, colon + 1, end)
        const valueEnd = valueEndAt(bytes, value, end)
        if (valueEnd < 0) return undefined
        spans.push(at + 1, keyEnd - 1, value, valueEnd)
        at = skipSpace(bytes, valueEnd, end)
        const byte = at < end ? bytes[at] : undefined
        at++
        if (byte === CLOSE_BRACE) break
        if (byte !== COMMA) return undefined
        at = skipSpace(bytes, at, end)
      }
    }
    return skipSpace(bytes, at, end) === end ? new JsonObject(bytes, first, at, spans) : undefined
  }

  /** Its text, from brace to brace. */
  get text(): Uint8Array {
    return this.bytes.subarray(this.#start, this.#end)
  }

  /** How many members there are, repeated ones counted. */
  get size(): number {
    return this.#spans.length / 4
  }

  /** The key at an index, as latin1 of its UTF-8 bytes. */
  keyAt(index: number): string {
    const key = stringBytes(this.bytes, this.#span(index, 0), this.#span(index, 1))
    let text = ''
    for (const byte of key) text += String.fromCharCode(byte)
    return text
  }

  kindAt(index: number): JsonKind {
    return kindOf(this.bytes[this.#span(index, 2)])
  }

  valueAt(index: number): JsonValue {
    return jsonValue(this.bytes, this.#span(index, 2), this.#span(index, 3))
  }

  /** The first value of a key, which is ASCII; undefined where it is not there. */
  value(key: string): JsonValue | undefined {
    const index = this.indexOf(key)
    return index < 0 ? undefined : this.valueAt(index)
  }

  has(key: string): boolean {
    return this.indexOf(key) >= 0
  }

  /** The index of the first member of that key, which is ASCII, or -1. */
  indexOf(key: string): number {
    const wanted = keyBytes(key)
    const spans = this.#spans
    for (let at = 0; at < spans.length; at += 4) {
      const start = spans[at] as number
      const end = spans[at + 1] as number
      if (end - start === wanted.length) {
        if (startsWith(this.bytes, start, end, wanted)) return at / 4
      } else if (end - start > wanted.length && this.bytes.subarray(start, end).includes(BACKSLASH)) {
        if (this.keyAt(at / 4) === key) return at / 4
      }
    }
    return -1
  }

  /** The bytes (UTF-8) of a string; undefined where there is none of that key. */
  string(key: string): Uint8Array | undefined {
    const value = this.value(key)
    return value === undefined ? undefined : stringOf(value)
  }

  /** A string as latin1 of its UTF-8 bytes: for words that are compared, and numbers. */
  word(key: string): string | undefined {
    const text = this.string(key)
    return text === undefined ? undefined : latin1Word(text)
  }

  /** The object of a key; undefined where there is none. */
  object(key: string): JsonObject | undefined {
    const value = this.value(key)
    return value?.kind === 'object' ? JsonObject.parse(value.bytes, value.start, value.end) : undefined
  }

  #span(index: number, part: number): number {
    return this.#spans[index * 4 + part] ?? 0
  }
}

/** The value at a position. */
export function jsonValue(bytes: Uint8Array, start: number, end: number): JsonValue {
  return { kind: kindOf(bytes[start]), bytes, start, end }
}

/** The bytes of a string; undefined for another kind of value. */
export function stringOf({ kind, bytes, start, end }: JsonValue): Uint8Array | undefined {
  return kind === 'string' ? stringBytes(bytes, start + 1, end - 1) : undefined
}

/** A number or another bare word as it is written. */
export function scalarText({ bytes, start, end }: JsonValue): string {
  return latin1Word(bytes.subarray(start, end))
}

/** The elements of an array, in their order; nothing for another kind of value, and up to where an array is broken. */
export function* elements({ kind, bytes, start, end }: JsonValue): Generator<JsonValue, void, undefined> {
  if (kind !== 'array') return
  let at = skipSpace(bytes, start + 1, end)
  while (at < end && bytes[at] !== CLOSE_BRACKET) {
    const valueEnd = valueEndAt(bytes, at, end)
    if (valueEnd < 0) return
    yield jsonValue(bytes, at, valueEnd)
    at = skipSpace(bytes, valueEnd, end)
    if (bytes[at] !== COMMA) return
    at = skipSpace(bytes, at + 1, end)
  }
}

/** The end of the value that begins at `at`; -1 where there is none, or it has no end. Work in one pass, no recursion. */
export function valueEndAt(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]
  if (at >= end) return -1
  if (first === QUOTE) return stringEnd(bytes, at, end)
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return scalarEnd(bytes, at, end)
  let depth = 0
  for (let position = at; position < end; position++) {
    const byte = bytes[position]
    if (byte === QUOTE) {
      position = stringEnd(bytes, position, end) - 1
      if (position < 0) return -1
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--
      if (depth === 0) return position + 1
    }
  }
  return -1
}

/** Numbers, `true`, `false`, `null`: letters, digits, signs and points. */
export function isScalarByte(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    ((byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      byte === 0x2d ||
      byte === 0x2e ||
      byte === 0x2b ||
      byte === 0x45)
  )
}

export function isJsonSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09
}

export function skipSpace(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && isJsonSpace(bytes[position])) position++
  return position
}

function scalarEnd(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && isScalarByte(bytes[position])) position++
  return position === at ? -1 : position
}

function kindOf(byte: number | undefined): JsonKind {
  if (byte === QUOTE) return 'string'
  if (byte === OPEN_BRACE) return 'object'
  if (byte === OPEN_BRACKET) return 'array'
  if (byte === 0x6e) return 'null'
  if (byte === 0x74) return 'true'
  return byte === 0x66 ? 'false' : 'number'
}

function latin1Word(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** The keys that forms ask for: a fixed number of them, each made into bytes once. */
const knownKeys = new Map<string, Uint8Array>()

function keyBytes(key: string): Uint8Array {
  let bytes = knownKeys.get(key)
  if (bytes === undefined) {
    bytes = ascii(key)
    knownKeys.set(key, bytes)
  }
  return bytes
}
