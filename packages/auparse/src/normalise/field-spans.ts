/**
 * Finds the fields of a record text without making an object or a string per field: the hot loop of csv and text.
 * It follows the splitting rules of spec 03 §1.3 and leaves encoded keys to `splitRecord`.
 */
import { splitRecord } from '../fields/split-record.ts'

/** Numbers per field: start and end of the name, start and end of the raw value. */
export const SPAN = 4

const SPACE = 0x20
const QUOTE = 0x22
const APOSTROPHE = 0x27
const OPEN = 0x28
const CLOSE = 0x29
const COMMA = 0x2c
const COLON = 0x3a
const EQUALS = 0x3d
const LETTER_A = 0x61

/**
 * Fills `spans` with the fields of a record that is not an AVC and gives their number. A raw value that does not stand in
 * the text, because it was an encoded key, goes to `made`; its span is -1 and its number there.
 */
export function scanFieldSpans(text: string, spans: number[], made: string[]): number {
  if (made.length > 0) made.length = 0
  const { length } = text
  let count = 0
  let end = 0
  for (let start = 0; start < length; start = end + 1) {
    let equals = -1
    for (end = start; end < length; end++) {
      const code = text.charCodeAt(end)
      if (code === SPACE) break
      if (code === EQUALS && equals < 0) equals = end
    }
    if (equals < 0) continue
    let name = start
    if (equals === start + 3 && text.startsWith('msg', start)) {
      const marker = end > start + 4 ? text.charCodeAt(start + 4) : 0
      if (marker === LETTER_A) continue
      if (marker === APOSTROPHE) {
        name = start + 5
        equals = text.indexOf('=', name)
        if (equals < 0 || equals >= end) continue
      }
    }
    if (equals + 1 === end) continue
    if (text.charCodeAt(name) === OPEN) name++
    const valueEnd = trimmedEnd(text, equals + 1, end)
    const at = count * SPAN
    if (equals === name + 3 && isEncodedKey(text, name, equals + 1)) {
      for (const { value } of splitRecord(text.slice(name, end)).fields) {
        const madeAt = count * SPAN
        spans[madeAt] = name
        spans[madeAt + 1] = equals
        spans[madeAt + 2] = -1
        spans[madeAt + 3] = made.push(value) - 1
        count++
      }
      continue
    }
    spans[at] = name
    spans[at + 1] = equals
    spans[at + 2] = equals + 1
    spans[at + 3] = valueEnd
    count++
  }
  return count
}

/** End of a value without trailing punctuation, each mark at most once and in this order. */
function trimmedEnd(text: string, start: number, end: number): number {
  let last = end
  if (last > start && text.charCodeAt(last - 1) === COLON) last--
  if (last > start && text.charCodeAt(last - 1) === COMMA) last--
  if (last > start && text.charCodeAt(last - 1) === APOSTROPHE) last--
  if (last > start && text.charCodeAt(last - 1) === CLOSE && !isBracketedWord(text, start, last)) last--
  return last
}

function isBracketedWord(text: string, start: number, end: number): boolean {
  return end - start === 6 && (text.startsWith('(none)', start) || text.startsWith('(null)', start))
}

/** True for a `key` that is neither quoted nor in brackets: it may hold several keys. */
function isEncodedKey(text: string, name: number, value: number): boolean {
  if (!text.startsWith('key', name)) return false
  const first = text.charCodeAt(value)
  return first !== QUOTE && first !== OPEN
}
