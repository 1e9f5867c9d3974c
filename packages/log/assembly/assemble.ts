/** Gathers records into events and delivers them in the reference's order (spec 01 §4). */
import {
  append,
  close,
  createEvent,
  findOpen,
  firstCellOf,
  hashOfId,
  hasId,
  isOpen,
  lastCellOf,
  marksOfEvent,
  open,
  releaseEvent,
  serialOf,
  slotOf,
} from './events'
import { RESULT } from './memory'
import { closeUntil, dequeue, enqueue, eventInFlight, inFlight } from './queue'
import {
  countRecords,
  createCell,
  formOf,
  NEXT_CELL,
  nextCell,
  passLines,
  prepareCounts,
  releaseCells,
} from './records'
import { freeSlot, takeSlot } from './slots'
import { END_OF_EVENT, SINGLE } from './types'

/** Counts among the results, which JavaScript takes and sets to 0. */
const RECORDS: i32 = RESULT + 32
const EVENTS: i32 = RESULT + 36
const LONE_ENDS: i32 = RESULT + 40
const OUTSIDE: i32 = RESULT + 44
/** The stamp that `LogCounters.firstStamp` tells: its seconds and milliseconds, and whether there is one. */
const FIRST_SECONDS: i32 = RESULT + 64
const FIRST_MILLISECONDS: i32 = RESULT + 72
const HAS_FIRST: i32 = RESULT + 76

/** A record of an event that is of interest whatever else it holds has this mark. */
export const ALWAYS: i32 = 2

/** A bit of a cell's form, beside those of `src/record.ts`: see {@link SINGLE}. */
const SINGLE_FORM: i32 = 4

let timeout: f64 = 0
/** Whether events are complete by the rule of the library (spec 06 §A4), and not by that of the commands (spec 01 §4.2). */
let isLibrary: bool = false
/** The marks of an event that is of interest. */
let needed: i32 = 0
/** Its serial number, where one is asked for. */
let needsSerial: bool = false
let neededSerial: f64 = 0
/** Whether the lines of the others are passed on. */
let passes: bool = false
let from: f64 = 0
let to: f64 = 0
let isWindowed: bool = false
let needsFirst: bool = true

/** The latest second in which an event has begun. */
let latestSecond: f64 = -Infinity
/** See {@link announceFrom}. */
let announcedFrom: f64 = Infinity
/** Whether the last record began such an event. */
let isAnnounced: bool = false
/**
 * Since {@link beginPart}: the first event that has begun in the latest second and stays open, and the latest second of one that is
 * complete at once and stands before all that stay open, so that it may be delivered at once.
 */
let openSecond: f64 = -Infinity
let openMilliseconds: i32 = 0
let openSerial: f64 = 0
let exposedSecond: f64 = -Infinity

/** The event that took the last record: in most logs the next one belongs to it too. */
let latest: i32 = 0
/** The event that JavaScript was given last, or 0. */
let given: i32 = 0

export function prepareAssembly(
  first: f64,
  last: f64,
  hasStart: bool,
  after: f64,
  libraryRule: bool,
  wanted: i32,
  hasSerial: bool,
  serial: f64,
  areOthersPassed: bool,
): void {
  from = first
  to = last
  isWindowed = hasStart
  timeout = after
  isLibrary = libraryRule
  needed = wanted
  needsSerial = hasSerial
  neededSerial = serial
  passes = areOthersPassed
}

/** Nothing has come before. */
export function forgetSeconds(): void {
  latestSecond = -Infinity
  beginPart()
}

/** Another reader begins here: events that have begun before hold none back that begins now. */
export function beginPart(): void {
  openSecond = -Infinity
  exposedSecond = -Infinity
}

/**
 * Announces the events that begin in this second or a later one, provided that no event is complete of those that have begun since
 * {@link beginPart} within the time-out before: what is in flight then does not depend on what was before.
 */
export function announceFrom(second: f64): void {
  announcedFrom = second
}

/** Whether the last record began an event that is to be announced; asked once. */
export function takeAnnounced(): bool {
  const was = isAnnounced
  isAnnounced = false
  return was
}

export function secondOfLatest(): f64 {
  return latestSecond
}

export function isPassing(): bool {
  return passes
}

function count(counter: i32): void {
  store<i32>(counter, load<i32>(counter) + 1)
}

/** Whether a stamp is in the time window; counts a record that is not. */
export function isInWindow(seconds: f64, milliseconds: i32): bool {
  const isOutside = seconds < from || seconds > to
  if (needsFirst && (isOutside || !isWindowed)) {
    store<f64>(FIRST_SECONDS, seconds)
    store<i32>(FIRST_MILLISECONDS, milliseconds)
    store<i32>(HAS_FIRST, 1)
    // The reference takes a stored second of 0 for none (spec 05 §3.3).
    needsFirst = seconds === 0
  }
  if (isOutside) count(OUTSIDE)
  return !isOutside
}

/** Whether the first stamp is known; see {@link FIRST_SECONDS}. */
export function hasFirst(): bool {
  return !needsFirst
}

export function countOutside(records: i32): void {
  store<i32>(OUTSIDE, load<i32>(OUTSIDE) + records)
}

/** Adds a record; true when it began an event, so that others may have to be delivered. */
export function addRecord(
  seconds: f64,
  secondsLow: i32,
  milliseconds: i32,
  serial: f64,
  serialLow: i32,
  node: i32,
  start: i32,
  body: i32,
  textEnd: i32,
  end: i32,
  type: i32,
  traits: i32,
  marks: i32,
  form: i32,
): bool {
  const isSingle = (traits & SINGLE) !== 0
  const bits = isSingle ? form | SINGLE_FORM : form
  let event = latest
  let hash = 0
  if (
    event === 0 ||
    !hasId(event, seconds, secondsLow, milliseconds, serial, serialLow, node) ||
    !isOpen(event)
  ) {
    hash = hashOfId(seconds, secondsLow, milliseconds, serial, serialLow, node)
    event = findOpen(seconds, secondsLow, milliseconds, serial, serialLow, node, hash)
  }
  if (event !== 0) {
    append(event, createCell(start, body, textEnd, end, type, bits), NEXT_CELL, marks)
    count(RECORDS)
    latest = event
    if (isLibrary) {
      closeUntil(seconds - timeout)
      if (isSingle && isOpen(event)) close(event)
    }
    return false
  }
  if ((traits & END_OF_EVENT) !== 0) {
    count(LONE_ENDS)
    return false
  }
  count(RECORDS)
  noteBegin(seconds, milliseconds, serial, isSingle)
  // Nothing is in flight that it could join, close or wait for.
  if (isSingle && !passes && inFlight() === 0 && !isWanted(marks, serial)) {
    count(EVENTS)
    return false
  }
  event = createEvent(seconds, secondsLow, milliseconds, serial, serialLow, node, type, takeSlot(), hash)
  append(event, createCell(start, body, textEnd, end, type, bits), NEXT_CELL, marks)
  if (!isSingle) open(event)
  enqueue(event)
  latest = event
  closeUntil(seconds - timeout)
  return true
}

function noteBegin(seconds: f64, milliseconds: i32, serial: f64, isSingle: bool): void {
  if (seconds > latestSecond) latestSecond = seconds
  if (!isSingle) {
    if (seconds > openSecond) {
      openSecond = seconds
      openMilliseconds = milliseconds
      openSerial = serial
    }
  } else if (
    seconds > exposedSecond &&
    !(
      seconds === openSecond &&
      (openMilliseconds < milliseconds || (openMilliseconds === milliseconds && openSerial < serial))
    )
  )
    exposedSecond = seconds
  if (seconds >= announcedFrom && seconds - timeout >= exposedSecond) isAnnounced = true
}

function isWanted(marks: i32, serial: f64): bool {
  if (needsSerial && serial !== neededSerial) return false
  return (marks & needed) === needed || (marks & ALWAYS) !== 0
}

/** The next event that is complete, has none before it that is not, and is of interest; 0 when there is none. */
export function nextEvent(): i32 {
  release()
  let event = dequeue()
  while (event !== 0) {
    freeSlot(slotOf(event))
    given = event
    if (isWanted(marksOfEvent(event), serialOf(event))) break
    count(EVENTS)
    if (passes) passLines(firstCellOf(event))
    release()
    event = dequeue()
  }
  return event
}

/** Gives up the event that was given last. */
function release(): void {
  const event = given
  if (event === 0) return
  given = 0
  if (latest === event) latest = 0
  releaseCells(firstCellOf(event), lastCellOf(event))
  releaseEvent(event)
}

/** Closes the open events that hold a record of a one-record type (spec 01 §4.2 rule 8). */
export function closeComplete(): void {
  for (let index = inFlight() - 1; index >= 0; index--) {
    const event = eventInFlight(index)
    if (!isOpen(event)) continue
    for (let cell = firstCellOf(event); cell !== 0; cell = nextCell(cell)) {
      if ((formOf(cell) & SINGLE_FORM) === 0) continue
      close(event)
      break
    }
  }
}

/** Counts what each of so many chunks holds of the records in flight. */
export function countChunks(chunks: i32): void {
  prepareCounts(chunks)
  for (let index = inFlight() - 1; index >= 0; index--) countRecords(firstCellOf(eventInFlight(index)))
}
