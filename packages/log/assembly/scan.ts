/**
 * From bytes to events, sixteen bytes at a time where the engine can: lines, headers, and the table of events in flight. It is
 * what `src/wasm-events.ts` runs; `scripts/compile-assembly.mjs` compiles it into `src/generated/scan-wasm.ts`.
 *
 * JavaScript puts bytes at `INPUT` and calls {@link scan}, which stops at what JavaScript must look at: an event that is of
 * interest, or a line whose header is unusual.
 */
import { addRecord, isInWindow, isPassing, nextEvent, prepareAssembly } from './assemble'
import { prepareEvents } from './events'
import {
  body,
  forgetStamp,
  milliseconds,
  nodeEnd,
  nodeStart,
  parseHeader,
  seconds,
  serial,
  typeEnd,
  typeHash,
  typeStart,
} from './header'
import { HEADER, HEADER_NODE, INPUT, RESULT } from './memory'
import { nodeOf, prepareNodes } from './nodes'
import { prepareQueue } from './queue'
import { HAS_NEWLINE } from './records'
import { forgetFound, marksOf } from './texts'
import { expectedMarks, findType, hasBrackets, marksOfType, traitsOf, typeOf } from './types'
import { isUsualCall } from './usual-call'

export { closeComplete, countChunks, nextEvent } from './assemble'
export { HEADER, HEADER_NODE, INPUT, INPUT_BYTES, RESULT, TEXT_COUNT, TEXTS } from './memory'
export { closeUntil, eventInFlight, inFlight } from './queue'
export { bytesIn, enterChunk, moveCell, recordsIn } from './records'

/** The longest line (spec 01 §2.6). */
const LINE_LIMIT: i32 = 8969

const NEWLINE: u8 = 0x0a
const GROUP_SEPARATOR: u8 = 0x1d
const SPACE: u8 = 0x20

/** What {@link scan} stopped at: the end of the bytes, an event of interest, a line that JavaScript must read. */
const AT_END: i32 = 0
const AT_EVENT: i32 = 1
const AT_LINE: i32 = 2

/** A line's form, as in `src/record.ts`. */
const TERMINATED: i32 = 1
const PLAIN: i32 = 2

/** The results: where scanning goes on, the event, the line. */
const POSITION: i32 = RESULT
const EVENT: i32 = RESULT + 4
const LINE_START: i32 = RESULT + 8
const LINE_TEXT_END: i32 = RESULT + 12
const LINE_END: i32 = RESULT + 16
const LINE_FORM: i32 = RESULT + 20
/**
 * Counts, which JavaScript takes and sets to 0: records that the limit has cut, lines, lines that the limit has cut, lines that
 * hold a NUL byte.
 */
const CUT_RECORDS: i32 = RESULT + 24
const LINES: i32 = RESULT + 48
const CUT_LINES: i32 = RESULT + 52
const NUL_LINES: i32 = RESULT + 56

/**
 * Prepares a reader.
 *
 * @param from      the first second of the window
 * @param to        the last second of the window
 * @param hasStart  whether a start was asked for
 * @param timeout   seconds after which an event counts as complete
 * @param isLibrary whether it is complete by the rule of the library
 * @param needed    the marks of an event that is of interest
 * @param hasSerial whether one must also have a serial number
 * @param serial    which
 * @param passes    whether the lines of other events are passed on, and a system call is only expected to be usual
 * @param random    seeds the hashes
 */
export function prepare(
  from: f64,
  to: f64,
  hasStart: bool,
  timeout: f64,
  isLibrary: bool,
  needed: i32,
  hasSerial: bool,
  serial: f64,
  passes: bool,
  random: i32,
): void {
  prepareNodes(random)
  prepareEvents(random)
  prepareQueue()
  prepareAssembly(from, to, hasStart, timeout, isLibrary, needed, hasSerial, serial, passes)
}

/** Other bytes are at {@link INPUT}. */
export function begin(): void {
  store<i32>(POSITION, 0)
  forgetStamp()
  forgetFound()
}

/**
 * Scans from where the last call stopped. What follows the last newline is left, unless it is as long as a line can be.
 *
 * @param length how many bytes there are
 * @param offset where in the chunk they stand
 * @param isLine whether they are one line, which need not end in a newline
 */
export function scan(length: i32, offset: i32, isLine: bool): i32 {
  const limit = INPUT + length
  const shift = offset - INPUT
  let start = INPUT + load<i32>(POSITION)
  let lines = 0
  let result = AT_END
  while (start < limit) {
    const most = start + LINE_LIMIT
    let newline = 0
    let nul = 0
    let separator = 0
    let odd = 0
    if (ASC_FEATURE_SIMD) {
      // Control characters are rare: those without one are passed over, sixty-four bytes and then sixteen at a time.
      let at = start
      while (at + 64 <= limit && at + 64 <= most) {
        const least = i8x16.min_u(
          i8x16.min_u(v128.load(at), v128.load(at, 16)),
          i8x16.min_u(v128.load(at, 32), v128.load(at, 48)),
        )
        if (v128.any_true(i8x16.lt_u(least, i8x16.splat(SPACE as i8)))) break
        at += 64
      }
      for (; at < limit && at <= most; at += 16) {
        const bytes = v128.load(at)
        const isControl = i8x16.lt_u(bytes, i8x16.splat(SPACE as i8))
        if (!v128.any_true(isControl)) continue
        const newlineBits = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(NEWLINE as i8)))
        const before = newlineBits === 0 ? 0xffff : (newlineBits & -newlineBits) - 1
        if (nul === 0) {
          const bits = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0))) & before
          if (bits !== 0) nul = at + ctz(bits)
        }
        const separatorBits = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(GROUP_SEPARATOR as i8))) & before
        if (separator === 0 && separatorBits !== 0) separator = at + ctz(separatorBits)
        odd |= i8x16.bitmask(isControl) & before & ~separatorBits
        if (newlineBits !== 0) {
          newline = at + ctz(newlineBits)
          break
        }
      }
    } else {
      for (let at = start; at < limit && at <= most; at++) {
        const byte = load<u8>(at)
        if (byte >= SPACE) continue
        if (byte === NEWLINE) {
          newline = at
          break
        }
        if (byte === GROUP_SEPARATOR) {
          if (separator === 0) separator = at
        } else {
          odd = 1
          if (byte === 0 && nul === 0) nul = at
        }
      }
    }
    let end = newline
    let next = newline + 1
    let form = TERMINATED
    let cut = 0
    if (newline === 0 || newline >= limit || newline >= most) {
      form = 0
      if ((newline === 0 || newline >= limit) && limit < most) {
        if (!isLine) break
        end = next = limit
      } else {
        end = next = most
        cut = 1
        store<i32>(CUT_LINES, load<i32>(CUT_LINES) + 1)
      }
    }
    lines++
    if (nul !== 0 && nul < end) {
      end = nul
      store<i32>(NUL_LINES, load<i32>(NUL_LINES) + 1)
    }
    if (odd === 0) form |= PLAIN
    if ((form & TERMINATED) !== 0 && end === newline) form |= HAS_NEWLINE
    const textEnd = separator !== 0 && separator < end ? separator : end
    if (parseHeader(start, end)) {
      if (cut !== 0) store<i32>(CUT_RECORDS, load<i32>(CUT_RECORDS) + 1)
      if (isInWindow(seconds, milliseconds)) {
        const type = findType(typeStart, typeEnd, typeHash)
        const traits = traitsOf(type)
        let expected = expectedMarks(traits)
        if (
          expected !== 0 &&
          isPassing() &&
          nodeStart === 0 &&
          !hasBrackets(type) &&
          isUsualCall(body, textEnd)
        )
          expected = 0
        const began = addRecord(
          seconds,
          0,
          milliseconds,
          serial,
          0,
          nodeStart === 0 ? 0 : nodeOf(nodeStart, nodeEnd - nodeStart),
          start + shift,
          // A byte 0x1D in the header ends the text before the stamp does.
          hasBrackets(type) || body > textEnd ? -1 : body + shift,
          textEnd + shift,
          end + shift,
          typeOf(type),
          traits,
          marksOf(start, end, limit, marksOfType(traits), expected),
          form,
        )
        if (began) {
          const event = nextEvent()
          if (event !== 0) {
            store<i32>(EVENT, event)
            result = AT_EVENT
          }
        }
      }
    } else if (start !== end) {
      store<i32>(LINE_START, start + shift)
      store<i32>(LINE_TEXT_END, textEnd + shift)
      store<i32>(LINE_END, end + shift)
      store<i32>(LINE_FORM, form)
      result = AT_LINE
    }
    start = next
    if (result !== AT_END) break
  }
  store<i32>(LINES, load<i32>(LINES) + lines)
  store<i32>(POSITION, start - INPUT)
  return result
}

/** Adds the record whose header JavaScript has put at {@link HEADER}. True when others may have to be delivered. */
export function add(
  start: i32,
  bodyStart: i32,
  textEnd: i32,
  end: i32,
  type: i32,
  traits: i32,
  marks: i32,
  form: i32,
): bool {
  const time = load<f64>(HEADER)
  const milli = load<i32>(HEADER + 16)
  if (!isInWindow(time, milli)) return false
  const nodeLength = load<i32>(HEADER + 20)
  return addRecord(
    time,
    load<i32>(HEADER + 24),
    milli,
    load<f64>(HEADER + 8),
    load<i32>(HEADER + 28),
    nodeLength < 0 ? 0 : nodeOf(HEADER_NODE, nodeLength),
    start,
    bodyStart,
    textEnd,
    end,
    type,
    traits,
    marks,
    form,
  )
}
