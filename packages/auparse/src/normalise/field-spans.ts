/**
 * Finds the fields of a record without making an object or a string per field: the hot loop of csv and text. It follows
 * the splitting rules of spec 03 §1.3 on bytes and leaves encoded keys to `splitRecord`. Names that come in
 * the order of an earlier record are only compared, not searched for.
 */
import { APOSTROPHE, CLOSE_PAREN, COLON, COMMA, EQUALS, LOWER_A, OPEN_PAREN, QUOTE, SPACE } from '../ascii.ts'
import { type Layout, MOST_FIELDS } from './layout.ts'
import type { RunMemory } from './run-memory.ts'

/** Numbers per field: start and end of the raw value. */
export const SPAN = 2

const MSG = bytesOf('msg')
const KEY = bytesOf('key')
const NONE = bytesOf('(none)')
const NULL = bytesOf('(null)')

/** Where the raw values of a record are. */
export interface FieldSpans {
  readonly spans: number[]
  /** Raw values that the record does not hold as such, from an encoded key: their span is -1 and an index into this list. */
  readonly made: string[]
}

/**
 * Finds the fields of a record that is not an AVC: puts their raw values into `fields` and gives the record's layout;
 * undefined for more than {@link MOST_FIELDS} fields.
 */
export function scanFieldSpans(
  bytes: Uint8Array,
  from: number,
  to: number,
  type: number,
  memory: RunMemory,
  fields: FieldSpans,
): Layout | undefined {
  const { spans, made } = fields
  if (made.length > 0) made.length = 0
  let layout = memory.layouts.empty(type)
  let end = from
  for (let start = from; start < to; start = end + 1) {
    const expected = layout.next
    const expectedEquals = expected === undefined ? -1 : equalsAfter(expected, bytes, start, to)
    end = expectedEquals === -1 ? start : expectedEquals
    while (end < to && bytes[end] !== SPACE) end++
    if (expected !== undefined && expectedEquals !== -1) {
      if (expectedEquals + 1 === end) continue
      addSpan(bytes, expectedEquals + 1, end, layout.count, spans)
      layout = expected
    } else if (end > start) {
      layout = scanToken(bytes, start, end, layout, memory, fields)
      if (layout.count > MOST_FIELDS) return undefined
    }
  }
  return layout
}

/** Where the `=` after the name of a layout is, if that is what stands at `start`; else -1. */
function equalsAfter({ bytes: name, special }: Layout, bytes: Uint8Array, start: number, to: number): number {
  const equals = start + name.length
  if (special || equals >= to || bytes[equals] !== EQUALS) return -1
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return -1
  return equals
}

/** Takes a token whose name was not expected. */
function scanToken(
  bytes: Uint8Array,
  start: number,
  end: number,
  before: Layout,
  memory: RunMemory,
  fields: FieldSpans,
): Layout {
  let name = start
  let equals = equalsIn(bytes, start, end)
  if (equals === start + MSG.length && holds(bytes, start, MSG)) {
    const marker = equals + 1 < end ? bytes[equals + 1] : 0
    if (marker === LOWER_A) return before
    if (marker === APOSTROPHE) {
      name = start + 5
      equals = equalsIn(bytes, name, end)
    }
  }
  if (equals >= end - 1) return before
  if (bytes[name] === OPEN_PAREN) name++
  if (equals === name + KEY.length && isEncodedKey(bytes, name)) {
    return addKeys(bytes, name, end, before, memory, fields)
  }
  addSpan(bytes, equals + 1, end, before.count, fields.spans)
  return memory.layouts.after(before, bytes, name, equals)
}

/** The first `=` of a token, or its end. */
function equalsIn(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && bytes[at] !== EQUALS) at++
  return at
}

function addSpan(bytes: Uint8Array, start: number, end: number, field: number, spans: number[]): void {
  const last = bytes[end - 1] as number
  spans[field * SPAN] = start
  spans[field * SPAN + 1] =
    last === CLOSE_PAREN || last === APOSTROPHE || last === COMMA || last === COLON
      ? trimmedEnd(bytes, start, end)
      : end
}

/** Adds a field per key that is encoded in a token. */
function addKeys(
  bytes: Uint8Array,
  name: number,
  end: number,
  before: Layout,
  memory: RunMemory,
  fields: FieldSpans,
): Layout {
  let layout = before
  for (const value of memory.keys.split(memory.texts.text(bytes, name, end))) {
    if (layout.count > MOST_FIELDS) break
    fields.spans[layout.count * SPAN] = -1
    fields.spans[layout.count * SPAN + 1] = fields.made.push(value) - 1
    layout = memory.layouts.after(layout, bytes, name, name + KEY.length)
  }
  return layout
}

/** End of a value without trailing punctuation, each mark at most once and in this order. */
function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let last = end
  if (last > start && bytes[last - 1] === COLON) last--
  if (last > start && bytes[last - 1] === COMMA) last--
  if (last > start && bytes[last - 1] === APOSTROPHE) last--
  if (last > start && bytes[last - 1] === CLOSE_PAREN && !isBracketedWord(bytes, start, last)) last--
  return last
}

function isBracketedWord(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === NONE.length && (holds(bytes, start, NONE) || holds(bytes, start, NULL))
}

/** True for a `key` that is neither quoted nor in brackets: it may hold several keys. */
function isEncodedKey(bytes: Uint8Array, name: number): boolean {
  if (!holds(bytes, name, KEY)) return false
  const first = bytes[name + KEY.length + 1]
  return first !== QUOTE && first !== OPEN_PAREN
}

function holds(bytes: Uint8Array, at: number, word: readonly number[]): boolean {
  for (let offset = 0; offset < word.length; offset++) if (bytes[at + offset] !== word[offset]) return false
  return true
}

function bytesOf(word: string): readonly number[] {
  return Array.from(word, (char) => char.charCodeAt(0))
}
