/**
 * From bytes to events, sixteen bytes at a time where the engine can: lines, headers, and the table of events in flight. It is
 * what `src/scan/event-scan.ts` runs; `scripts/compile-assembly.mjs` compiles it into `src/generated/scan-wasm.ts`.
 *
 * JavaScript puts bytes at `INPUT` and calls {@link scan}, which stops at what JavaScript must look at: an event that is of
 * interest, or a line whose header is unusual.
 */
import {
  ALWAYS,
  addRecord,
  isInWindow,
  isPassing,
  nextEvent,
  prepareAssembly,
  takeAnnounced,
} from './assemble'
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
  typeStart,
} from './header'
import { controlsAt, GROUP_SEPARATOR, LINE_LIMIT, NEWLINE, SPACE } from './lines'
import { HEADER, HEADER_NODE, INPUT, LINES, POSITION, RESULT } from './memory'
import { nodeOf, prepareNodes } from './nodes'
import { prepareQueue } from './queue'
import { HAS_NEWLINE } from './records'
import { forgetFound, marksOf } from './texts'
import { expectedMarks, findType, hasBrackets, marksOfType, traitsOf, typeOf } from './types'
import { isUsualAddress, isUsualCall } from './usual-records'

export {
  announceFrom,
  beginPart,
  closeComplete,
  countChunks,
  forgetSeconds,
  nextEvent,
  secondOfLatest,
  takeAnnounced,
} from './assemble'
export { tiesOfStamps } from './events'
export {
  HEADER,
  HEADER_NODE,
  INPUT,
  INPUT_BYTES,
  RESULT,
  TEXT_COUNT,
  TEXTS,
  USUAL_CALL,
  WINDOW_TEXT,
} from './memory'
export { passOutside } from './outside'
export { closeUntil, eventInFlight, inFlight } from './queue'
export { bytesIn, enterChunk, moveCell, recordsIn } from './records'

/**
 * What {@link scan} stopped at: the end of the bytes, an event of interest, a line that JavaScript must read, the begin of an event
 * that is announced: what it has completed is not given yet.
 */
const AT_END: i32 = 0
const AT_EVENT: i32 = 1
const AT_LINE: i32 = 2
const AT_ANNOUNCED: i32 = 3

/** A line's form, as in `src/record.ts`. */
const TERMINATED: i32 = 1
const PLAIN: i32 = 2

/** The results: the event, the line. */
const EVENT: i32 = RESULT + 4
const LINE_START: i32 = RESULT + 8
const LINE_TEXT_END: i32 = RESULT + 12
const LINE_END: i32 = RESULT + 16
const LINE_FORM: i32 = RESULT + 20
/** Counts, which JavaScript takes and sets to 0: records that the limit has cut, lines that it has, lines that hold a NUL byte. */
const CUT_RECORDS: i32 = RESULT + 24
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
 * @param passes    whether the lines of other events are passed on: then system calls are expected to be usual, otherwise addresses
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
  // The control characters of a block that were not looked at, a bit each, and where the next block begins.
  let block = start
  let next = start
  let controls: u64 = 0
  while (start < limit) {
    const most = start + LINE_LIMIT
    let newline = 0
    let nul = 0
    let separator = 0
    let odd = 0
    if (ASC_FEATURE_SIMD) {
      for (;;) {
        if (controls === 0) {
          if (next >= limit || next > most) break
          block = next
          next += 64
          controls = controlsAt(block)
          if (next > limit) controls &= ((1 as u64) << ((limit - block) as u64)) - 1
          continue
        }
        const at = block + (ctz(controls) as i32)
        if (at >= most) break
        controls &= controls - 1
        const byte = load<u8>(at)
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
    } else {
      for (let at = start; at < limit && at < most; at++) {
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
    let after = newline + 1
    let form = TERMINATED
    let cut = 0
    if (newline === 0) {
      form = 0
      if (limit < most) {
        if (!isLine) break
        end = after = limit
      } else {
        end = after = most
        cut = 1
        store<i32>(CUT_LINES, load<i32>(CUT_LINES) + 1)
        // What is behind the cut is looked at as another line.
        next = most
        controls = 0
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
        const type = findType(typeStart, typeEnd)
        const traits = traitsOf(type)
        let expected = expectedMarks(traits)
        if (
          (expected & ALWAYS) !== 0 &&
          nodeStart === 0 &&
          !hasBrackets(type) &&
          (isPassing() ? isUsualCall(body, textEnd) : isUsualAddress(body, textEnd))
        )
          expected &= ~ALWAYS
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
        if (takeAnnounced()) result = AT_ANNOUNCED
        else if (began) {
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
    start = after
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
