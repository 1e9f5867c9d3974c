/** The types of records as their lines have them, as JSON. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { EQUALS, SPACE } from '../ascii.ts'
import { jsonString } from './json-strings.ts'
import { utf8Text } from './utf8.ts'

/** Names of types that the log makes up are not remembered beyond this many. */
const MOST_TYPES = 1024
const encoder = new TextEncoder()

/** A type. */
export interface TypeText {
  /** As it stands in a line. */
  readonly bytes: Uint8Array
  /** `"NAME"` */
  readonly name: Uint8Array
  /** What a record begins with: `{"type":"NAME","code":NUMBER`. */
  readonly head: Uint8Array
}

/** Remembers them. */
export class TypeTexts {
  readonly #types = new Map<number, TypeText>()

  /** The type of a record; two that are equal may be different objects. */
  of(record: LogRecord, event: LogEvent): TypeText {
    const { bytes, start, textEnd, type } = record
    let from = start
    if (event.node !== undefined) {
      while (from < textEnd && bytes[from] !== SPACE) from++
      from++
    }
    while (from < textEnd && bytes[from] !== EQUALS) from++
    from++
    const known = this.#types.get(type)
    if (known !== undefined && isWord(known.bytes, bytes, from, textEnd)) return known
    let end = from
    while (end < textEnd && bytes[end] !== SPACE) end++
    const name = jsonString(utf8Text(bytes, from, end))
    const code = type < 0 ? '' : `,"code":${type}`
    const made = {
      bytes: Uint8Array.from(bytes.subarray(from, end)),
      name: encoder.encode(name),
      head: encoder.encode(`{"type":${name}${code}`),
    }
    if (known !== undefined || this.#types.size < MOST_TYPES) this.#types.set(type, made)
    return made
  }
}

/** True when a word stands at a position, with a blank after it. */
function isWord(word: Uint8Array, bytes: Uint8Array, at: number, end: number): boolean {
  const after = at + word.length
  if (after >= end || bytes[after] !== SPACE) return false
  for (let index = 0; index < word.length; index++) if (word[index] !== bytes[at + index]) return false
  return true
}
