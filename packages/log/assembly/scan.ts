/**
 * Lines and their headers, sixteen bytes at a time: the hot loop of `src/line-scanner.ts` and the short way of
 * `src/header.ts` in AssemblyScript, which `scripts/compile-assembly.mjs` compiles into `src/generated/scan-wasm.ts`.
 *
 * It reads bytes at {@link INPUT} and writes a row of {@link ROW_BYTES} at {@link ROWS} for each line that has to be looked
 * at; `src/wasm-scan.ts` says what is in a row. Lines outside the time window and empty lines are only counted.
 */

/** Asks JavaScript for the number of a type name, which stands in memory from `start` to `end`. */
declare function typeNumber(start: i32, end: i32): i32
/** Asks JavaScript for the marks of records of a type, shifted by one; the lowest bit says that no run begins with it. */
declare function typeTraits(type: i32): i32

/** The longest line (spec 01 §2.6), the longest header without and with a node, and the shortest message token (spec 01 §3). */
const LINE_LIMIT: i32 = 8969
const WINDOW: i32 = 80
const NODE_WINDOW: i32 = 340
const MIN_MESSAGE: i32 = 19
/** Decimal numbers of up to this many digits are exact in a JavaScript number. */
const EXACT_DIGITS: i32 = 15

const NEWLINE: i32 = 0x0a
const GROUP_SEPARATOR: i32 = 0x1d
const SPACE: i32 = 0x20

/** The cache of type names: direct-mapped, and fixed in size whatever names a log makes up. */
const TYPES: i32 = 1024
const TYPE_SLOTS: i32 = 512
const TYPE_BYTES: i32 = 64
const TYPE_NAME: i32 = 16
const MAX_TYPE_NAME: i32 = TYPE_BYTES - TYPE_NAME

/** The texts that are looked for: of each its length, its mark, and the places of two bytes by which it is found; then its bytes. */
export const TEXTS: i32 = 0x9000
export const TEXT_BYTES: i32 = 80
const TEXT_START: i32 = 16
const MAX_TEXTS: i32 = 16
/** Where each text was found last. */
const FOUND: i32 = TEXTS + MAX_TEXTS * TEXT_BYTES
/** Where it stands how many there are. */
export const TEXT_COUNT: i32 = FOUND + MAX_TEXTS * 4
/** Beyond any position. */
const NOWHERE: i32 = i32.MAX_VALUE

/** Where the bytes to scan begin, and how many there can be; sixteen more may be read, whatever they are. */
export const INPUT: i32 = 0x10000
export const INPUT_BYTES: i32 = 0x10000
/** Where the rows begin, how large one is, and how many there can be. */
export const ROWS: i32 = INPUT + INPUT_BYTES + 0x100
export const ROW_BYTES: i32 = 64
export const MAX_ROWS: i32 = 1024

/** Kinds of rows: the usual header has been read, and the marks of its line or run stand above; the header is another one. */
const USUAL: i32 = 0
const UNUSUAL: i32 = 1
/** How the line ended: with a newline, or before that with a NUL byte. */
const TERMINATED: i32 = 1
const HAS_NUL: i32 = 2
/** There are control characters in the line. How many lines follow in a run stands above. */
const HAS_CONTROLS: i32 = 4
const FURTHER_LINES: i32 = 3

/** A record of an event that is of interest whatever else it holds has this mark. */
const ALWAYS: i32 = 2

/** The position after the last line that was scanned, where the next call continues. */
export let position: i32 = 0
/** Lines, and records outside the window that got no row, since the call began. */
export let lines: i32 = 0
export let outside: i32 = 0
/** Whether the rows were used up before the bytes were. */
export let isFull: bool = false
/** How many texts there are at {@link TEXTS}. */
export const texts: i32 = 0

/** What {@link parseHeader} found: the first byte after the stamp, where node and type stand, and the stamp's parts. */
let body: i32 = 0
let nodeStart: i32 = 0
let nodeEnd: i32 = 0
let typeStart: i32 = 0
let typeEnd: i32 = 0
let typeHash: i32 = 0
let seconds: u64 = 0
let milliseconds: u64 = 0
let serial: u64 = 0
/** The event id of the last usual header, and whether this one has the same, node included. */
let idStart: i32 = 0
let idLength: i32 = 0
let idNodeStart: i32 = 0
let idNodeLength: i32 = 0
let isSameEvent: bool = false

/** What {@link writeRow} found: the marks of the line, and whether it can begin a run. */
let marks: i32 = 0
let beginsRun: bool = false
/** The row of the first line of a run, lines of one event that stand together; 0 for none. */
let run: i32 = 0
/** The marks of all its lines. */
let runMarks: i32 = 0

/**
 * Scans from {@link position} until the bytes, or the rows, are used up; returns the number of rows. What follows the last
 * newline is left for the next call, unless it is as long as a line can be.
 *
 * @param length how many bytes there are
 * @param from   the first second of the window
 * @param to     the last second of the window
 * @param shows  whether records outside the window get a row too
 * @param needed the marks without which lines of one event that stand together share a row; 0 for a row for each line
 */
export function scan(length: i32, from: f64, to: f64, shows: bool, needed: i32): i32 {
  const limit = INPUT + length
  const newlines = i8x16.splat(NEWLINE as i8)
  const separators = i8x16.splat(GROUP_SEPARATOR as i8)
  const controls = i8x16.splat(SPACE as i8)
  const zeros = i8x16.splat(0)
  let start = INPUT + position
  let row = ROWS
  const lastRow = ROWS + MAX_ROWS * ROW_BYTES
  lines = 0
  outside = 0
  idLength = 0
  run = 0
  if (position === 0) memory.fill(FOUND, 0, MAX_TEXTS * 4)
  while (start < limit && row < lastRow) {
    const most = start + LINE_LIMIT
    let newline = 0
    let nul = 0
    let separator = 0
    let odd = 0
    // Control characters are rare: sixteen bytes without one are passed over by one comparison.
    for (let at = start; at < limit && at <= most; at += 16) {
      const bytes = v128.load(at)
      const isControl = i8x16.lt_u(bytes, controls)
      if (!v128.any_true(isControl)) continue
      const newlineBits = i8x16.bitmask(i8x16.eq(bytes, newlines))
      const before = newlineBits === 0 ? 0xffff : (newlineBits & -newlineBits) - 1
      if (nul === 0) {
        const bits = i8x16.bitmask(i8x16.eq(bytes, zeros)) & before
        if (bits !== 0) nul = at + ctz(bits)
      }
      const separatorBits = i8x16.bitmask(i8x16.eq(bytes, separators)) & before
      if (separator === 0 && separatorBits !== 0) separator = at + ctz(separatorBits)
      odd |= i8x16.bitmask(isControl) & before & ~separatorBits
      if (newlineBits !== 0) {
        newline = at + ctz(newlineBits)
        break
      }
    }
    let end = newline
    let next = newline + 1
    let flags = TERMINATED
    if (newline === 0 || newline >= limit || newline >= most) {
      if ((newline === 0 || newline >= limit) && limit < most) break
      end = next = most
      flags = 0
    }
    lines++
    if (nul !== 0 && nul < end) {
      end = nul
      flags |= HAS_NUL
    }
    const isWhole = flags === TERMINATED
    if (odd !== 0) flags |= HAS_CONTROLS
    const usual = parseHeader(start, end)
    const isInRun = run !== 0 && isSameEvent && isWhole
    if (!isInRun) row = endRun(row, needed)
    if (usual && ((seconds as f64) < from || (seconds as f64) > to)) {
      if (shows || !isWhole) row += writeRow(row, USUAL, start, separator, end, flags, limit)
      else outside++
    } else if (start !== end || !isWhole) {
      row += writeRow(row, usual ? USUAL : UNUSUAL, start, separator, end, flags, limit)
      if (isInRun) runMarks |= marks
      else if (needed !== 0 && usual && isWhole && beginsRun) {
        run = row - ROW_BYTES
        runMarks = marks
      }
    }
    start = next
  }
  isFull = row >= lastRow
  row = endRun(row, needed)
  position = start - INPUT
  return (row - ROWS) / ROW_BYTES
}

/** Ends the run before `row`; when it lacks a mark it shrinks to its first row. Returns where the next row goes. */
function endRun(row: i32, needed: i32): i32 {
  const first = run
  run = 0
  if (first === 0 || (runMarks & needed) === needed || (runMarks & ALWAYS) !== 0) return row
  const further = (row - first) / ROW_BYTES - 1
  if (further === 0) return row
  store<i32>(first, load<i32>(row - ROW_BYTES, 8), 8)
  store<i32>(first, USUAL | (runMarks << 1), 12)
  store<i32>(first, TERMINATED | (further << FURTHER_LINES), 16)
  return first + ROW_BYTES
}

/** Writes a row and returns its size. */
function writeRow(row: i32, kind: i32, start: i32, separator: i32, end: i32, flags: i32, limit: i32): i32 {
  const textEnd = separator !== 0 && separator < end ? separator : end
  store<i32>(row, start - INPUT)
  store<i32>(row, textEnd - INPUT, 4)
  store<i32>(row, end - INPUT, 8)
  store<i32>(row, flags, 16)
  store<i32>(row, lines, 20)
  store<i32>(row, outside, 24)
  marks = 0
  if (kind === USUAL) {
    marks = marksOf(start, end, limit)
    const entry = findType(typeStart, typeEnd, typeHash)
    const traits = load<i32>(entry, 12)
    marks |= traits >> 1
    beginsRun = (traits & 1) === 0
    store<i32>(row, load<i32>(entry), 28)
    store<i32>(row, load<i32>(entry, 4) !== 0 ? -1 : body - INPUT, 32)
    store<i32>(row, nodeStart === 0 ? -1 : nodeStart - INPUT, 36)
    store<i32>(row, nodeEnd - INPUT, 40)
    store<i32>(row, milliseconds as i32, 44)
    store<f64>(row, seconds as f64, 48)
    store<f64>(row, serial as f64, 56)
  }
  store<i32>(row, kind | (marks << 1), 12)
  return ROW_BYTES
}

/** `[node=NAME ]type=NAME msg=audit(N.NNN:N)`, exactly so, as in `src/header.ts`; false for anything else. */
function parseHeader(start: i32, end: i32): bool {
  let at = start
  let limit = start + WINDOW
  const lastLength = idLength
  idLength = 0
  isSameEvent = false
  nodeStart = 0
  nodeEnd = 0
  if (load<u8>(at) === 0x6e) {
    limit = start + NODE_WINDOW
    if (limit > end) limit = end
    if (load<u32>(at) !== 0x65646f6e /* node */ || load<u8>(at, 4) !== 0x3d) return false
    at += 5
    nodeStart = at
    while (at < limit && load<u8>(at) !== SPACE) at++
    nodeEnd = at++
  }
  if (limit > end) limit = end
  if (load<u32>(at) !== 0x65707974 /* type */ || load<u8>(at, 4) !== 0x3d) return false
  at += 5
  typeStart = at
  let hash = 0
  for (; at < limit; at++) {
    const byte = load<u8>(at) as i32
    if (byte === SPACE) break
    hash = hash * 31 + byte
  }
  typeHash = hash
  typeEnd = at++
  const message = at
  if (lastLength !== 0 && at + lastLength <= limit && isSame(at, idStart, lastLength) && isSameNode()) {
    isSameEvent = true
    at += lastLength
  } else {
    at = parseStamp(message, limit)
    if (at === 0) return false
  }
  body = at
  idStart = message
  idLength = at - message
  idNodeStart = nodeStart
  idNodeLength = nodeEnd - nodeStart
  return true
}

function isSameNode(): bool {
  if ((nodeStart === 0) !== (idNodeStart === 0)) return false
  const length = nodeEnd - nodeStart
  return length === idNodeLength && isSame(nodeStart, idNodeStart, length)
}

/** Reads `msg=audit(N.NNN:N)` and returns the position after it; 0 for anything else. */
function parseStamp(message: i32, limit: i32): i32 {
  let at = message
  if (load<u32>(at) !== 0x3d67736d /* msg= */ || load<u32>(at, 4) !== 0x69647561 /* audi */) return 0
  if (load<u16>(at, 8) !== 0x2874 /* t( */) return 0
  const secondsStart = at + 10
  at = digits(secondsStart, limit)
  if (at === secondsStart || at - secondsStart > EXACT_DIGITS || at >= limit || load<u8>(at) !== 0x2e)
    return 0
  seconds = number
  const milliStart = ++at
  at = digits(at, limit)
  if (at - milliStart > 3 || at >= limit || load<u8>(at) !== 0x3a) return 0
  milliseconds = number
  const serialStart = ++at
  at = digits(at, limit)
  if (at === serialStart || at >= limit || at - message < MIN_MESSAGE || at - serialStart > EXACT_DIGITS)
    return 0
  if (load<u8>(at) !== 0x29) return 0
  serial = number
  return at + 1
}

/** What {@link digits} read; meaningless beyond {@link EXACT_DIGITS} digits. */
let number: u64 = 0

/** Reads a decimal number and returns the position after its digits. */
function digits(from: i32, limit: i32): i32 {
  let at = from
  let value: u64 = 0
  for (; at < limit; at++) {
    const digit = (load<u8>(at) as u32) - 0x30
    if (digit > 9) break
    value = value * 10 + digit
  }
  number = value
  return at
}

/** The cache entry of a type name: its number, whether it has brackets in it, its length, its traits, and the name. */
function findType(start: i32, end: i32, hash: i32): i32 {
  const entry = TYPES + ((hash ^ (hash >>> 10)) & (TYPE_SLOTS - 1)) * TYPE_BYTES
  const length = end - start
  if (
    load<i32>(entry, 8) === length + 1 &&
    length <= MAX_TYPE_NAME &&
    isSame(entry + TYPE_NAME, start, length)
  )
    return entry
  const type = typeNumber(start - INPUT, end - INPUT)
  store<i32>(entry, type)
  store<i32>(entry, typeTraits(type), 12)
  let brackets = 0
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at)
    if (byte === 0x28 || byte === 0x29) brackets = 1
    if (at - start < MAX_TYPE_NAME) store<u8>(entry + TYPE_NAME + at - start, byte)
  }
  store<i32>(entry, brackets, 4)
  store<i32>(entry, length + 1, 8)
  return entry
}

function isSame(a: i32, b: i32, length: i32): bool {
  let at = 0
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false
  for (; at < length; at++) if (load<u8>(a + at) !== load<u8>(b + at)) return false
  return true
}

/** The marks of the texts that begin in a line: each text is looked for once, from the front to the back. */
function marksOf(start: i32, end: i32, limit: i32): i32 {
  let marks = 0
  const count = load<i32>(TEXT_COUNT)
  for (let text = 0; text < count; text++) {
    let found = load<i32>(FOUND + text * 4)
    if (found < start) {
      found = find(TEXTS + text * TEXT_BYTES, start, limit)
      store<i32>(FOUND + text * 4, found)
    }
    if (found < end) marks |= load<i32>(TEXTS + text * TEXT_BYTES, 4)
  }
  return marks
}

/** Where a text stands next, at or after a position: sixteen places at a time, by two of its bytes. */
function find(text: i32, from: i32, limit: i32): i32 {
  const length = load<i32>(text)
  const first = load<i32>(text, 8)
  const second = load<i32>(text, 12)
  const firsts = i8x16.splat(load<i8>(text + TEXT_START + first))
  const seconds = i8x16.splat(load<i8>(text + TEXT_START + second))
  const last = limit - length
  for (let at = from; at <= last; at += 16) {
    const both = v128.and(i8x16.eq(v128.load(at + first), firsts), i8x16.eq(v128.load(at + second), seconds))
    for (let bits = i8x16.bitmask(both); bits !== 0; bits &= bits - 1) {
      const place = at + ctz(bits)
      if (place <= last && isSame(place, text + TEXT_START, length)) return place
    }
  }
  return NOWHERE
}
