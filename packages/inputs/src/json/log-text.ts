/** The text of a log that a wrapper carries as one value: a record, a frame of one, JSON, or several records. */
import {
  APOSTROPHE,
  CLOSE_PAREN,
  EQUALS,
  NEWLINE,
  OPEN_BRACE,
  OPEN_PAREN,
  QUOTE,
  RETURN,
  SPACE,
} from '../ascii.ts'
import { ascii, indexOfByte, startsWith, wordEnd } from '../bytes.ts'
import type { FormOutput } from '../input-form.ts'
import { isAuditRecord } from '../record-heads.ts'
import type { JsonObject } from './json-object.ts'

const NODE = ascii('node=')
/** The first byte of U+FFFD in UTF-8, and the others. */
const REPLACEMENT = [0xef, 0xbf, 0xbd] as const

/**
 * Gives a value to the forms that know it; false when none does. One newline at its end is cut. It counts from its first
 * byte only, and is split only before whole heads of records: what else has a newline in it is one text.
 */
export function giveText(out: FormOutput, value: Uint8Array): boolean {
  let end = value.length
  if (value[end - 1] === NEWLINE) end--
  if (value[end - 1] === RETURN) end--
  if (hasReplacement(value, end)) out.loss('bytes-replaced')
  if (value[0] === OPEN_BRACE) return out.object(value, 0, end)
  if (!isAuditRecord(value, 0, end)) return end > 0 && out.text(value, 0, end)
  let start = 0
  for (let at = indexOfByte(value, NEWLINE, 0, end); at >= 0; at = indexOfByte(value, NEWLINE, at + 1, end)) {
    if (!isAuditRecord(value, at + 1, end)) continue
    out.text(value, start, value[at - 1] === RETURN ? at - 1 : at)
    start = at + 1
  }
  return out.text(value, start, end)
}

/** Gives the first of these members that is a text as the host. */
export function giveHost(out: FormOutput, object: JsonObject, ...keys: readonly string[]): void {
  if (!out.takesHost) return
  for (const key of keys) {
    const name = object.string(key)
    if (name === undefined) continue
    out.host(name, 0, name.length)
    return
  }
}

/**
 * As {@link giveText}, for wrappers that join the records of an event with blanks. A head counts outside of quotes only.
 * Programs may write quotes into their own records as they like: after one of theirs only heads of the same event count.
 */
export function giveJoined(out: FormOutput, value: Uint8Array): boolean {
  const end = value[value.length - 1] === NEWLINE ? value.length - 1 : value.length
  if (!isAuditRecord(value, 0, end) || indexOfByte(value, NEWLINE, 0, end) >= 0) return giveText(out, value)
  let start = 0
  let quote = 0
  let isOfProgram = false
  for (let at = afterNode(value, 0, end); at < end; at++) {
    const byte = value[at]
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (byte === QUOTE) quote = QUOTE
    else if (byte === APOSTROPHE && value[at - 1] === EQUALS) {
      quote = APOSTROPHE
      isOfProgram = true
    } else if (byte === SPACE && isAuditRecord(value, at + 1, end)) {
      if (isOfProgram && !isSameEvent(value, start, at + 1, end)) continue
      out.loss('joined-by-wrapper')
      out.text(value, start, at)
      start = at + 1
      at = afterNode(value, start, end) - 1
      isOfProgram = false
    }
  }
  return out.text(value, start, end)
}

/** Where a record goes on after `node=NAME `: its type alone would look like a head, too. */
function afterNode(bytes: Uint8Array, start: number, end: number): number {
  return startsWith(bytes, start, end, NODE) ? Math.min(end, wordEnd(bytes, start, end) + 1) : start
}

/** Whether the ids of two heads are the same bytes. */
function isSameEvent(bytes: Uint8Array, one: number, other: number, end: number): boolean {
  let first = indexOfByte(bytes, OPEN_PAREN, one, end)
  let second = indexOfByte(bytes, OPEN_PAREN, other, end)
  while (bytes[first] === bytes[second] && second < end) {
    if (bytes[first] === CLOSE_PAREN) return true
    first++
    second++
  }
  return false
}

function hasReplacement(bytes: Uint8Array, end: number): boolean {
  const [first, second, third] = REPLACEMENT
  for (let at = indexOfByte(bytes, first, 0, end); at >= 0; at = indexOfByte(bytes, first, at + 1, end)) {
    if (bytes[at + 1] === second && bytes[at + 2] === third) return true
  }
  return false
}
