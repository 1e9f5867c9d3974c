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
import type { KeyCache } from '../key-cache.ts'
import type { KeyTable } from '../key-table.ts'
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
  #bytes: Uint8Array
  #start: number
  #end: number
  /** Start and end of each key inside its quotes, and of its value: as many as there are members, and older ones after them. */
  readonly #spans: number[] = []
  #length = 0
  #hasEscapedKey = false
  #hasNested = false

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#start = 0
    this.#end = 0
  }

  /**
   * The object that bytes `start` to `end` are, white space around it aside; undefined when they are none. `used` is one
   * that nobody looks at any more: it becomes the new one, without a need for memory.
   */
  static parse(bytes: Uint8Array, start: number, end: number, used?: JsonObject): JsonObject | undefined {
    const first = skipSpace(bytes, start, end)
    if (bytes[first] !== OPEN_BRACE || first >= end) return undefined
    const object = used ?? new JsonObject(bytes)
    object.#bytes = bytes
    object.#start = first
    const last = object.#members(first + 1, end)
    object.#end = last
    return last >= 0 && skipSpace(bytes, last, end) === end ? object : undefined
  }

  /** Reads what follows the opening brace; gives the position after the closing one, or -1. */
  #members(start: number, end: number): number {
    const bytes = this.#bytes
    const spans = this.#spans
    this.#length = 0
    this.#hasEscapedKey = false
    this.#hasNested = false
    let length = 0
    let at = skipSpace(bytes, start, end)
    if (at < end && bytes[at] === CLOSE_BRACE) return at + 1
    for (;;) {
      if (at >= end || bytes[at] !== QUOTE) return -1
      const key = at + 1
      for (at = key; at < end && bytes[at] !== QUOTE; at++) {
        if (bytes[at] !== BACKSLASH) continue
        this.#hasEscapedKey = true
        at++
      }
      if (at >= end) return -1
      const keyEnd = at
      at++
      if (bytes[at] !== COLON) at = skipSpace(bytes, at, end)
      if (bytes[at] !== COLON) return -1
      at++
      // Most writers put one blank there, or none.
      if (bytes[at] === SPACE) at++
      if (bytes[at] !== QUOTE) at = skipSpace(bytes, at, end)
      const value = at
      if (bytes[value] === OPEN_BRACE || bytes[value] === OPEN_BRACKET) this.#hasNested = true
      at = valueEndAt(bytes, value, end)
      if (at < 0) return -1
      spans[length++] = key
      spans[length++] = keyEnd
      spans[length++] = value
      spans[length++] = at
      if (bytes[at] !== COMMA) at = skipSpace(bytes, at, end)
      if (at >= end) return -1
      const byte = bytes[at]
      at++
      if (byte === CLOSE_BRACE) break
      if (byte !== COMMA) return -1
      if (bytes[at] !== QUOTE) at = skipSpace(bytes, at, end)
    }
    this.#length = length
    return at
  }

  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Its text, from brace to brace. */
  get text(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.#end)
  }

  /** How many members there are, repeated ones counted. */
  get size(): number {
    return this.#length / 4
  }

  /** Whether a value is an object or an array. */
  get hasNested(): boolean {
    return this.#hasNested
  }

  /** The key at an index, as latin1 of its UTF-8 bytes. */
  keyAt(index: number): string {
    const key = stringBytes(this.#bytes, this.#span(index, 0), this.#span(index, 1))
    let text = ''
    for (const byte of key) text += String.fromCharCode(byte)
    return text
  }

  /** What is known of the key at an index. */
  factsAt<Facts>(index: number, cache: KeyCache<Facts>): Facts {
    const start = this.#span(index, 0)
    const end = this.#span(index, 1)
    if (!this.#hasEscapedKey) return cache.of(this.#bytes, start, end)
    const key = stringBytes(this.#bytes, start, end)
    return cache.of(key, 0, key.length)
  }

  kindAt(index: number): JsonKind {
    return kindOf(this.#bytes[this.#span(index, 2)])
  }

  /** Where the value at an index begins in {@link bytes}, its quote or bracket included. */
  valueStart(index: number): number {
    return this.#span(index, 2)
  }

  /** And where it ends. */
  valueEnd(index: number): number {
    return this.#span(index, 3)
  }

  valueAt(index: number): JsonValue {
    return jsonValue(this.#bytes, this.#span(index, 2), this.#span(index, 3))
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
    const bytes = this.#bytes
    for (let at = 0; at < this.#length; at += 4) {
      const start = spans[at] as number
      const end = spans[at + 1] as number
      if (end - start === wanted.length && startsWith(bytes, start, end, wanted)) return at / 4
      if (this.#hasEscapedKey && end - start > wanted.length && this.keyAt(at / 4) === key) return at / 4
    }
    return -1
  }

  /** Notes for each key of a table the index of its first member, or -1. */
  indicesOf(table: KeyTable, indices: number[]): void {
    const { keys } = table
    for (let slot = 0; slot < keys.length; slot++) indices[slot] = -1
    if (this.#hasEscapedKey) {
      keys.forEach((key, slot) => {
        indices[slot] = this.indexOf(key)
      })
      return
    }
    const spans = this.#spans
    for (let at = 0; at < this.#length; at += 4) {
      const slot = table.slotOf(this.#bytes, spans[at] as number, spans[at + 1] as number)
      if (slot >= 0 && indices[slot] === -1) indices[slot] = at / 4
    }
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
