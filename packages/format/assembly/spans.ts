/**
 * Where the fields of a record stand, for writers that put their values into other places; values that come again are known by a
 * number, so that nobody looks at their bytes again. `src/schemas/wasm-fields.ts` says how it is called.
 */
import { GIVE_UP } from '../../auparse/assembly/answers'
import { APOSTROPHE, EQUALS, QUOTE, SPACE } from '../../auparse/assembly/ascii'
import { isSame } from '../../auparse/assembly/bytes'
import { gaveUp } from '../../auparse/assembly/current-record'
import { message } from '../../auparse/assembly/field-types'
import { ENTRY_ENDS, ENTRY_STARTS, OUTPUT, TYPES } from '../../auparse/assembly/layout'
import { isBeforeName, messageEnd, takeValue, valueEnd, valueStart } from './bounds'
import { entryCount, loadEntries, takeEntry } from './entries'
import { findName, isAt, NAME_BYTES, NAME_KNOWN, NAME_LENGTH, NAME_NEXT, NAMES } from './names'
import { isAscii } from './output'
import { begin, TYPE_BYTES } from './record'

/** Takes a text that is new in its slot. */
declare function newText(slot: i32, start: i32, end: i32): void

/** A field: its name by number; value and enrichment, without quotes; the slots of their texts; {@link IN_MESSAGE} and others. */
const FIELD_BYTES: i32 = 32
/** A record with more of them is given up. */
export const MOST_FIELDS: i32 = 1024
const IN_MESSAGE: i32 = 1
const IS_QUOTED: i32 = 2
const BEGINS_QUOTED: i32 = 4
/** Of a text that has no slot. */
const NO_TEXT: i32 = -1

/** A slot: the length of its text, the record that had it last, the text. A newer text takes the place of one of other records. */
const TEXTS: i32 = 0x260000
export const TEXT_SLOTS: i32 = 8192
const TEXT_BYTES: i32 = 64
const TEXT_START: i32 = 8
const LONGEST_TEXT: i32 = TEXT_BYTES - TEXT_START

let recordNumber: i32 = 0

/** Puts the fields of a record at {@link OUTPUT}; returns how many there are, or {@link GIVE_UP}. Positions as for `write`. */
export function findFields(type: i32, from: i32, textEnd: i32, lineEnd: i32): i32 {
  const head = TYPES + type * TYPE_BYTES
  begin()
  recordNumber++
  if (textEnd < lineEnd) {
    loadEntries(head + 4, textEnd + 1, lineEnd)
    if (gaveUp) return GIVE_UP
  }
  let last = head - NAME_NEXT
  let at = from
  let limit = textEnd
  let isMessage = false
  let count = 0
  for (;;) {
    while (at < limit && load<u8>(at) === SPACE) at++
    if (at >= limit) {
      if (!isMessage) break
      at = limit + 1
      limit = textEnd
      isMessage = false
      continue
    }
    let equals: i32
    let name = load<i32>(last, NAME_NEXT)
    let nameStart = at
    if (name !== 0 && isAt(name, at, limit)) equals = at + load<i32>(name, NAME_LENGTH) - 1
    else {
      equals = at
      while (equals < limit && load<u8>(equals) !== EQUALS && load<u8>(equals) !== SPACE) equals++
      while (nameStart < equals && isBeforeName(load<u8>(nameStart))) nameStart++
      if (equals === limit || load<u8>(equals) === SPACE || nameStart === equals) {
        at = nameStart === equals && equals < limit ? equals + 1 : equals
        continue
      }
      name = findName(nameStart, equals)
      if (gaveUp) return GIVE_UP
      store<i32>(last, name, NAME_NEXT)
    }
    last = name
    const known = load<i32>(name, NAME_KNOWN)
    const isMessageName = !isMessage && known >= 0 && known >> 8 === message
    if (isMessageName && equals + 1 < limit && load<u8>(equals, 1) === APOSTROPHE) {
      at = equals + 2
      limit = messageEnd(at, textEnd)
      isMessage = true
      continue
    }
    if (count === MOST_FIELDS) return GIVE_UP
    at = takeValue(known, equals + 1, limit)
    putField(OUTPUT + FIELD_BYTES * count++, name, isMessage ? IN_MESSAGE : 0)
  }
  return count
}

/** Puts the value that was taken last, and its enrichment. */
function putField(field: i32, name: i32, flags: i32): void {
  const known = load<i32>(name, NAME_KNOWN)
  store<i32>(field, (name - NAMES) / NAME_BYTES)
  let start = valueStart
  let stop = valueEnd
  let form = flags
  if (start < stop && load<u8>(start) === QUOTE) {
    form |= BEGINS_QUOTED
    if (stop - start > 1 && load<u8>(stop - 1) === QUOTE) {
      form |= IS_QUOTED
      start++
      stop--
    }
  }
  store<i32>(field, start, 4)
  store<i32>(field, stop, 8)
  store<i32>(field, textAt(start, stop), 20)
  store<i32>(field, form, 28)
  store<i32>(field, 0, 12)
  if (known < 0 || entryCount === 0 || !takeEntry(known >> 8)) return
  start = load<i32>(ENTRY_STARTS + 4 * (known >> 8))
  stop = load<i32>(ENTRY_ENDS + 4 * (known >> 8))
  if (stop - start > 1 && load<u8>(start) === QUOTE && load<u8>(stop - 1) === QUOTE) {
    start++
    stop--
  }
  store<i32>(field, start, 12)
  store<i32>(field, stop, 16)
  store<i32>(field, textAt(start, stop), 24)
}

/** The slot of a text; {@link NO_TEXT} for one that is empty, long, not ASCII or beside another one of the record. */
function textAt(start: i32, stop: i32): i32 {
  const length = stop - start
  if (length === 0 || length > LONGEST_TEXT || !isAscii(start, stop)) return NO_TEXT
  let hash = length
  let at = start
  for (; at + 4 <= stop; at += 4) hash = (hash ^ load<i32>(at)) * 0x2c1b3c6d
  for (; at < stop; at++) hash = hash * 31 + load<u8>(at)
  const index = (hash ^ (hash >>> 15)) & (TEXT_SLOTS - 1)
  const slot = TEXTS + index * TEXT_BYTES
  if (load<i32>(slot) !== length || !isSame(slot + TEXT_START, start, length)) {
    if (load<i32>(slot, 4) === recordNumber) return NO_TEXT
    store<i32>(slot, length)
    memory.copy(slot + TEXT_START, start, length)
    newText(index, start, stop)
  }
  store<i32>(slot, recordNumber, 4)
  return index
}
