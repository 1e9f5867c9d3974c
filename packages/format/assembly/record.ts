/**
 * A record as JSON of the native schema, in AssemblyScript: what `src/json/record-writer.ts` does, for records of ASCII as
 * the kernel and auditd write them. `format.ts` is the module that it is part of; `src/json/wasm-record.ts` says how it is called.
 *
 * Names, values and system calls are looked up in tables of fixed size that are filled by asking JavaScript about each
 * new one. A record that needs anything else is given up ({@link GIVE_UP}) and written by JavaScript.
 */
import { GIVE_UP, UNTYPED } from '../../auparse/assembly/answers'
import { APOSTROPHE, EQUALS, QUOTE, SPACE } from '../../auparse/assembly/ascii'
import {
  ABOUT,
  beginRecord,
  beginText,
  end,
  flags,
  gaveUp,
  giveUp,
} from '../../auparse/assembly/current-record'
import { ARCH, message, setFields, typeOf, UNCLASSIFIED } from '../../auparse/assembly/field-types'
import { OUTPUT_END, TYPES } from '../../auparse/assembly/layout'
import { beginSystemCall, machine, setMachines, takeField } from '../../auparse/assembly/system-call'
import { isBeforeName, messageEnd, takeValue, valueEnd, valueStart } from './bounds'
import { beginEntries, entryCount, loadEntries, writeEntries, writeEntryText } from './entries'
import { findName, isAt, NAME_KNOWN, NAME_LENGTH, NAME_NEXT, NAME_TEXT, writeHead } from './names'
import {
  closeItem,
  closeList,
  copy,
  FIELD_BYTES,
  isAscii,
  out,
  setOut,
  WIDEST,
  writeByte,
  writeJson,
  writeText,
} from './output'
import { writeInterpretation } from './values'

/** A type: the names that came first the last time, of fields and of entries; then `{"type":"…","code":…`. */
export const TYPE_BYTES: i32 = 128
export const TYPE_HEAD: i32 = 16
export const MOST_TYPES: i32 = 256
/** Besides what a record is about: whether the line itself is written, too. */
const HAS_RAW: i32 = 16

/** `,"raw":"` */
const RAW_HEAD: i32 = memory.data<u8>([0x2c, 0x22, 0x72, 0x61, 0x77, 0x22, 0x3a, 0x22]) as i32
/** `,"in":"msg"},` */
const IN_MESSAGE: i32 = memory.data<u8>([
  0x2c, 0x22, 0x69, 0x6e, 0x22, 0x3a, 0x22, 0x6d, 0x73, 0x67, 0x22, 0x7d, 0x2c,
]) as i32
/** `,"fields":[` */
const FIELDS_HEAD: i32 = memory.data<u8>([
  0x2c, 0x22, 0x66, 0x69, 0x65, 0x6c, 0x64, 0x73, 0x22, 0x3a, 0x5b,
]) as i32
/** `,"enriched":[` */
const ENRICHED_HEAD: i32 = memory.data<u8>([
  0x2c, 0x22, 0x65, 0x6e, 0x72, 0x69, 0x63, 0x68, 0x65, 0x64, 0x22, 0x3a, 0x5b,
]) as i32
/** Has to be called once before the first {@link write}. */
export function setUp(messageId: i32, accountId: i32, host: i32, uring: i32): void {
  setFields(messageId, accountId)
  setMachines(host, uring)
}

/**
 * Writes a record and a comma to `to`; returns where the output ends, or {@link GIVE_UP}.
 *
 * @param type       index of its type in {@link TYPES}
 * @param typeLength length of the head there
 * @param start      where the line begins
 * @param from       where its fields do
 * @param textEnd    end of the record text
 * @param lineEnd    end of the line; the enrichment follows a byte 0x1D at `textEnd`
 */
export function write(
  type: i32,
  typeLength: i32,
  start: i32,
  from: i32,
  textEnd: i32,
  lineEnd: i32,
  about: i32,
  to: i32,
): i32 {
  beginRecord(textEnd, about)
  beginEntries()
  setOut(to)
  if (out + TYPE_BYTES + (lineEnd - start) * WIDEST + FIELD_BYTES > OUTPUT_END) return GIVE_UP
  const head = TYPES + type * TYPE_BYTES
  copy(head + TYPE_HEAD, typeLength)
  if ((about & HAS_RAW) !== 0) {
    copy(RAW_HEAD, 8)
    writeJson(start, lineEnd)
    writeByte(QUOTE)
    if (gaveUp) return GIVE_UP
  } else if (!isAscii(start, lineEnd)) return GIVE_UP
  if (textEnd < lineEnd) {
    loadEntries(head + 4, textEnd + 1, lineEnd)
    if (gaveUp) return GIVE_UP
  }
  if (!beginSystemCall(from)) return GIVE_UP
  copy(FIELDS_HEAD, 11)
  writeFields(head, from)
  if (gaveUp) return GIVE_UP
  if (textEnd < lineEnd) {
    copy(ENRICHED_HEAD, 13)
    writeEntries()
    if (gaveUp) return GIVE_UP
  }
  closeItem()
  return out
}

/** Begins a record that is not written: what is known of another one is forgotten. */
export function begin(): void {
  beginText()
  beginEntries()
}

/** The name of the field that is written. */
let name: i32 = 0

/** `first` is where the name is kept that came first the last time. */
function writeFields(first: i32, from: i32): void {
  const before = out
  let last = first - NAME_NEXT
  let at = from
  let limit = end
  let isMessage = false
  for (;;) {
    while (at < limit && load<u8>(at) === SPACE) at++
    if (at >= limit) {
      if (!isMessage) break
      at = limit + 1
      limit = end
      isMessage = false
      continue
    }
    let equals: i32
    const expected = load<i32>(last, NAME_NEXT)
    if (expected !== 0 && isAt(expected, at, limit)) {
      equals = at + load<i32>(expected, NAME_LENGTH) - 1
      name = expected
    } else {
      equals = at
      while (equals < limit && load<u8>(equals) !== EQUALS && load<u8>(equals) !== SPACE) equals++
      let start = at
      while (start < equals && isBeforeName(load<u8>(start))) start++
      if (equals === limit || load<u8>(equals) === SPACE || start === equals) {
        at = start === equals && equals < limit ? equals + 1 : equals
        continue
      }
      name = findName(start, equals)
      if (gaveUp) return
      store<i32>(last, name, NAME_NEXT)
    }
    last = name
    const known = load<i32>(name, NAME_KNOWN)
    if (!isMessage && known >= 0 && known >> 8 === message) {
      if (equals + 1 < limit && load<u8>(equals, 1) === APOSTROPHE) {
        at = equals + 2
        limit = messageEnd(at, end)
        isMessage = true
        continue
      }
    }
    at = takeValue(known, equals + 1, limit)
    if (out + (valueEnd - valueStart) * 2 * WIDEST + FIELD_BYTES > OUTPUT_END) giveUp()
    else writeField(known)
    if (gaveUp) return
    if (isMessage) copy(IN_MESSAGE, 13)
    else closeItem()
  }
  closeList(before)
}

/** Writes the members of the field, without the brace that closes it. */
function writeField(known: i32): void {
  const start = valueStart
  const stop = valueEnd
  writeHead(name)
  writeJson(start, stop)
  writeByte(QUOTE)
  const id = known < 0 ? UNTYPED : known >> 8
  const nameStart = name + NAME_TEXT
  const type = typeOf(known, nameStart, nameStart + load<i32>(name, NAME_LENGTH) - 1, start, stop)
  if ((flags & ABOUT) !== 0 && !gaveUp) {
    takeField(type, start, stop)
    // The names of the calls of an unknown machine are nobody's.
    if (type === ARCH && machine < 0) giveUp()
  }
  if (gaveUp) return
  if (entryCount !== 0 && id !== UNTYPED && writeEntryText(id, start, stop)) return
  const quote = load<u8>(start)
  if (stop - start > 1 && (quote === QUOTE || quote === APOSTROPHE) && load<u8>(stop - 1) === quote)
    writeText(start + 1, stop - 1)
  else if (type !== UNCLASSIFIED && start < stop) writeInterpretation(type, start, stop)
}
