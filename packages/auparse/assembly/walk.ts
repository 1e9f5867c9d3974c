/**
 * The `-i` walk over the fields of one record (spec 02 §5), in AssemblyScript: what `src/walk/record-interpreter.ts` does,
 * for records as the kernel and auditd write them. `scripts/compile-assembly.mjs` compiles it into
 * `src/generated/walk-wasm.ts`; `src/walk/wasm-walk.ts` says how it is called.
 *
 * Names, values and system calls are looked up in tables of fixed size that are filled by asking JavaScript about each
 * new one. A record that needs anything else is given up ({@link GIVE_UP}) and walked by JavaScript.
 */
import { GIVE_UP, UNTYPED } from './answers'
import { APOSTROPHE, COLON, COMMA, EQUALS, NEWLINE, OPEN, QUOTE, SPACE } from './ascii'
import { find } from './bytes'
import { ABOUT, beginRecord, end, flags, gaveUp, IS_EXECVE } from './current-record'
import { loadEntries, setAddress, writeEntry } from './entries'
import { account, MAC_LABEL, message, setFields, typeOf, UNCLASSIFIED } from './field-types'
import { OUTPUT_END, TYPES } from './layout'
import { findName } from './names'
import { out, setOut, WIDEST, writeByte, writeEscaped, writeRaw } from './output'
import { beginSystemCall, setMachines, takeField } from './system-call'
import { writeInterpreted } from './values'

export { GIVE_UP } from './answers'
export {
  ARGUMENTS,
  ESCAPES,
  INPUT,
  INPUT_BYTES,
  OUTPUT,
  OUTPUT_BYTES,
  RULED,
  SCRATCH,
  SCRATCH_BYTES,
} from './layout'

/** The header of a record: `node=NAME `, and the stamp from its time on; of its type, a table by a number of its own. */
export const NODE_TEXT: i32 = 0x700
export const STAMP_TEXT: i32 = 0xa00
export const LONGEST_HEADER_TEXT: i32 = 0x300
export const TYPE_TEXTS: i32 = TYPES
export const TYPE_TEXT_BYTES: i32 = 64
export const MOST_TYPE_TEXTS: i32 = 256

let nodeLength: i32 = 0
let stampLength: i32 = 0
/** Whether a comma was behind the latest value. */
let comma: bool = false
let isEnriched: bool = false

/** Has to be called once before the first {@link walk}. */
export function setUp(messageId: i32, accountId: i32, addressId: i32, host: i32, uring: i32): void {
  setFields(messageId, accountId)
  setAddress(addressId)
  setMachines(host, uring)
}

/** Sets the lengths of the header texts for the records of the next event. */
export function setHeader(node: i32, stamp: i32): void {
  nodeLength = node
  stampLength = stamp
}

/**
 * Writes a record to `to`; returns where the output ends, or {@link GIVE_UP}.
 *
 * @param type       index of the text of its type
 * @param typeLength length of that text
 * @param from       position after the stamp
 * @param textEnd    end of the record text
 * @param lineEnd    end of the line; the interpretation part follows a byte 0x1D at `textEnd`
 */
export function walk(
  type: i32,
  typeLength: i32,
  from: i32,
  textEnd: i32,
  lineEnd: i32,
  about: i32,
  to: i32,
): i32 {
  beginRecord(textEnd, about)
  setOut(to)
  comma = false
  isEnriched = textEnd < lineEnd
  if (isEnriched) {
    if ((about & IS_EXECVE) !== 0) return GIVE_UP
    loadEntries(textEnd + 1, lineEnd)
  }
  if (!beginSystemCall(from)) return GIVE_UP
  if (out + 2 * LONGEST_HEADER_TEXT + TYPE_TEXT_BYTES > OUTPUT_END) return GIVE_UP
  writeRaw(NODE_TEXT, NODE_TEXT + nodeLength)
  const typeText = TYPE_TEXTS + type * TYPE_TEXT_BYTES
  writeRaw(typeText, typeText + typeLength)
  writeRaw(STAMP_TEXT, STAMP_TEXT + stampLength)
  let found = false
  let at = from
  for (;;) {
    if (out + (end - at) * WIDEST + 2 > OUTPUT_END) return GIVE_UP
    let name = at
    let equals = at
    for (; equals < end; equals++) {
      const byte = load<u8>(equals)
      if (byte === EQUALS) break
      if (byte === SPACE) name = equals + 1
    }
    if (equals === end) break
    writeRaw(at, equals + 1)
    found = true
    comma = false
    at = field(name, equals)
    if (gaveUp) return GIVE_UP
  }
  // Text after the last field is printed only after a comma; text without any field always.
  if (comma || (!found && at < end)) {
    writeEscaped(at, end)
    writeByte(NEWLINE)
  }
  writeByte(NEWLINE)
  return gaveUp ? GIVE_UP : out
}

/** Writes the value after the `=` at `equals`; returns where the walk continues. */
function field(start: i32, equals: i32): i32 {
  let name = start
  if (load<u8>(name) === APOSTROPHE) name++
  let bare = name
  while (bare < equals && load<u8>(bare) === OPEN) bare++
  const known = findName(bare, equals)
  // `(msg` does not begin a message, and a name after brackets is not a label.
  if (known >= 0 && known >> 8 === message && start === bare) return equals + 1
  const isLabel = known >= 0 && (known & 0xff) === MAC_LABEL && name === bare
  const first = equals + 1
  const quote = load<u8>(first) as i32
  if (first < end && (quote === QUOTE || quote === APOSTROPHE)) {
    const close = find(quote, first + 1, end)
    // The byte after the closing quote is swallowed, whatever it is.
    value(known, bare, equals, first, min(close + 1, end))
    return min(close + 2, end)
  }
  let stop = first
  for (; stop < end; stop++) {
    const byte = load<u8>(stop)
    if (byte === SPACE || (byte === COMMA && !isLabel)) break
  }
  comma = stop < end && load<u8>(stop) === COMMA
  value(known, bare, equals, first, stop)
  return min(stop + 1, end)
}

/** Writes a value that stands from `start` to `stop`, quotes included. */
function value(known: i32, name: i32, nameEnd: i32, start: i32, stop: i32): void {
  const id = known < 0 ? UNTYPED : known >> 8
  let last = stop
  if (id === account && id !== UNTYPED && stop > start && load<u8>(stop - 1) === COLON) last = stop - 1
  const type = typeOf(known, name, nameEnd, start, last)
  if (type === UNCLASSIFIED) {
    writeRaw(start, last)
    writeByte(comma ? COMMA : SPACE)
    return
  }
  if ((flags & ABOUT) !== 0 && !gaveUp) takeField(type, start, last)
  if (gaveUp) return
  if (!(isEnriched && id !== UNTYPED && writeEntry(id, type))) writeInterpreted(type, start, last)
  writeByte(SPACE)
}
