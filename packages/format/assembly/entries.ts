/** The enrichment of a record: what its host says of some fields. */
import { entryOf, UNTYPED } from '../../auparse/assembly/answers'
import { CLOSE_BRACE, EQUALS, OPEN_BRACE, QUOTE, SPACE } from '../../auparse/assembly/ascii'
import { find, isSame } from '../../auparse/assembly/bytes'
import { gaveUp, giveUp } from '../../auparse/assembly/current-record'
import { ENTRY_ENDS, ENTRY_GENERATIONS, ENTRY_STARTS, OUTPUT_END } from '../../auparse/assembly/layout'
import { findName, isAt, NAME_ENTRY, NAME_LENGTH, NAME_NEXT, NAME_TEXT, UNASKED, writeHead } from './names'
import { closeItem, closeList, FIELD_BYTES, out, WIDEST, writeByte, writeJson, writeText } from './output'

/** The entries of the record in their order: name, start and end of the value. */
const ENTRIES: i32 = 0x1c00
const ENTRY_BYTES: i32 = 16
const MOST_ENTRIES: i32 = 64

let generation: i32 = 0
/** How many there are. */
export let entryCount: i32 = 0

/** Begins a record that has none. */
export function beginEntries(): void {
  entryCount = 0
}

/** `first` is where the name is kept that came first the last time. */
export function loadEntries(first: i32, start: i32, limit: i32): void {
  generation++
  let last = first - NAME_NEXT
  let at = start
  for (;;) {
    while (at < limit && load<u8>(at) === SPACE) at++
    if (at >= limit) return
    let equals: i32
    let entry = load<i32>(last, NAME_NEXT)
    if (entry !== 0 && isAt(entry, at, limit)) equals = at + load<i32>(entry, NAME_LENGTH) - 1
    else {
      equals = at
      while (equals < limit && load<u8>(equals) !== EQUALS && load<u8>(equals) !== SPACE) equals++
      if (equals >= limit || load<u8>(equals) === SPACE || equals === at) {
        at = min(equals + 1, limit)
        continue
      }
      entry = findName(at, equals)
      if (gaveUp) return
      store<i32>(last, entry, NAME_NEXT)
    }
    last = entry
    const stop = entryEnd(equals + 1, limit)
    addEntry(entry, equals + 1, stop)
    if (gaveUp) return
    at = stop
  }
}

/** Where a value of the enrichment ends: after its closing quote or brace, else at a blank. */
function entryEnd(start: i32, limit: i32): i32 {
  const first = start < limit ? (load<u8>(start) as i32) : 0
  const closing = first === QUOTE ? QUOTE : first === OPEN_BRACE ? CLOSE_BRACE : 0
  if (closing !== 0) {
    const close = find(closing, start + 1, limit)
    if (close < limit && (close + 1 === limit || load<u8>(close, 1) === SPACE)) return close + 1
  }
  return find(SPACE, start, limit)
}

/** Records with two entries of one name, or with one of no known field, are left to JavaScript. */
function addEntry(entry: i32, start: i32, stop: i32): void {
  let id = load<i32>(entry, NAME_ENTRY)
  if (id === UNASKED) {
    const text = entry + NAME_TEXT
    id = entryOf(text, text + load<i32>(entry, NAME_LENGTH) - 1)
    store<i32>(entry, id, NAME_ENTRY)
  }
  if (id === UNTYPED || entryCount === MOST_ENTRIES) {
    giveUp()
    return
  }
  const item = ENTRIES + ENTRY_BYTES * entryCount++
  store<i32>(item, entry)
  store<i32>(item, start, 4)
  store<i32>(item, stop, 8)
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) === generation) {
    giveUp()
    return
  }
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation)
  store<i32>(ENTRY_STARTS + 4 * id, start)
  store<i32>(ENTRY_ENDS + 4 * id, stop)
}

/** Whether the enrichment says something of the field with an id; it is about the first field of its name only. */
export function takeEntry(id: i32): bool {
  if (load<i32>(ENTRY_GENERATIONS + 4 * id) !== generation) return false
  store<i32>(ENTRY_GENERATIONS + 4 * id, generation - 1)
  const start = load<i32>(ENTRY_STARTS + 4 * id)
  const length = load<i32>(ENTRY_ENDS + 4 * id) - start
  // `unknown-`
  return length < 8 || load<u32>(start) !== 0x6e6b6e75 || load<u32>(start, 4) !== 0x2d6e776f
}

/** Writes what the enrichment says of a field; false when it says nothing of use. */
export function writeEntryText(id: i32, rawStart: i32, rawStop: i32): bool {
  if (!takeEntry(id)) return false
  let start = load<i32>(ENTRY_STARTS + 4 * id)
  let stop = load<i32>(ENTRY_ENDS + 4 * id)
  const length = stop - start
  if (length > 1 && load<u8>(start) === QUOTE && load<u8>(stop - 1) === QUOTE) {
    start++
    stop--
  }
  if (out + (stop - start) * WIDEST + FIELD_BYTES > OUTPUT_END) giveUp()
  else if (stop - start !== rawStop - rawStart || !isSame(start, rawStart, stop - start))
    writeText(start, stop)
  return true
}

export function writeEntries(): void {
  const before = out
  for (let index = 0; index < entryCount; index++) {
    const item = ENTRIES + ENTRY_BYTES * index
    const start = load<i32>(item, 4)
    const stop = load<i32>(item, 8)
    if (out + (stop - start) * WIDEST + FIELD_BYTES > OUTPUT_END) {
      giveUp()
      return
    }
    writeHead(load<i32>(item))
    writeJson(start, stop)
    writeByte(QUOTE)
    closeItem()
  }
  closeList(before)
}
