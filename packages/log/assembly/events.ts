/** The events in flight, and of those that still collect records a table by id. */
import { allocate, grown } from './memory'
import { hashOfNode, leaveNode, useNode } from './nodes'

/**
 * The numbers of an event, some of which `src/scan/event-table.ts` reads. Seconds and serial have 64 bits: the nearest floating-point
 * number and, where that is not exact, the lower 32 bits, otherwise 0. No two have both the same.
 */
const EVENT_BYTES: i32 = 80
const SECONDS: i32 = 0
const SERIAL: i32 = 8
const MILLISECONDS: i32 = 16
const NODE: i32 = 20
/** Of the first record. */
const TYPE: i32 = 24
const SLOT: i32 = 28
const STATE: i32 = 32
/** What its records hold of what is asked for: see EventInterest. */
const MARKS: i32 = 36
const HASH: i32 = 40
/** The next one in the same slot of the table of open events, or of those that are free. */
const NEXT: i32 = 44
const FIRST_CELL: i32 = 48
const LAST_CELL: i32 = 52
const SECONDS_LOW: i32 = 56
const SERIAL_LOW: i32 = 60

/** Bits of an event's state: it collects records; a heap of the queue still refers to it; it was released all the same. */
const OPEN: i32 = 1
const HELD: i32 = 2
const RELEASED: i32 = 4

const FIRST_SLOTS: i32 = 1024

let firstFree: i32 = 0

let heads: i32 = 0
let slots: i32 = 0
let openCount: i32 = 0
/** The hash takes in all of an id; no log can be written whose ids all collide. */
let seed: i32 = 0
let ties: i32 = 0

export function prepareEvents(random: i32): void {
  seed = random
  slots = FIRST_SLOTS
  heads = allocate(4 * FIRST_SLOTS)
}

export function hashOfId(
  seconds: f64,
  secondsLow: i32,
  milliseconds: i32,
  serial: f64,
  serialLow: i32,
  node: i32,
): i32 {
  let hash = (bitsOf(serial) ^ serialLow ^ seed) * 0x9e3779b1
  hash = ((hash ^ (hash >>> 15)) + (bitsOf(seconds) ^ secondsLow)) * 0x85ebca6b
  hash = ((hash ^ (hash >>> 13)) + milliseconds) * 0xc2b2ae35
  return hash ^ (hash >>> 16) ^ hashOfNode(node)
}

/** The lower bits of an integer; of one that has more than a floating-point number is exact for, some others. */
function bitsOf(number: f64): i32 {
  const high = Math.floor(number / 0x1_0000_0000)
  return ((number - high * 0x1_0000_0000) as u32) ^ (high as u32)
}

export function hasId(
  event: i32,
  seconds: f64,
  secondsLow: i32,
  milliseconds: i32,
  serial: f64,
  serialLow: i32,
  node: i32,
): bool {
  return (
    load<f64>(event, SERIAL) === serial &&
    load<i32>(event, MILLISECONDS) === milliseconds &&
    load<f64>(event, SECONDS) === seconds &&
    load<i32>(event, NODE) === node &&
    load<i32>(event, SERIAL_LOW) === serialLow &&
    load<i32>(event, SECONDS_LOW) === secondsLow
  )
}

/** The open event with an id, or 0. */
export function findOpen(
  seconds: f64,
  secondsLow: i32,
  milliseconds: i32,
  serial: f64,
  serialLow: i32,
  node: i32,
  hash: i32,
): i32 {
  let event = load<i32>(heads + 4 * (hash & (slots - 1)))
  while (event !== 0 && !hasId(event, seconds, secondsLow, milliseconds, serial, serialLow, node))
    event = load<i32>(event, NEXT)
  return event
}

export function createEvent(
  seconds: f64,
  secondsLow: i32,
  milliseconds: i32,
  serial: f64,
  serialLow: i32,
  node: i32,
  type: i32,
  slot: i32,
  hash: i32,
): i32 {
  let event = firstFree
  if (event === 0) event = allocate(EVENT_BYTES)
  else firstFree = load<i32>(event, NEXT)
  store<f64>(event, seconds, SECONDS)
  store<f64>(event, serial, SERIAL)
  store<i32>(event, milliseconds, MILLISECONDS)
  store<i32>(event, node, NODE)
  useNode(node)
  store<i32>(event, type, TYPE)
  store<i32>(event, slot, SLOT)
  store<i32>(event, 0, STATE)
  store<i32>(event, 0, MARKS)
  store<i32>(event, hash, HASH)
  store<i32>(event, 0, NEXT)
  store<i32>(event, 0, FIRST_CELL)
  store<i32>(event, 0, LAST_CELL)
  store<i32>(event, secondsLow, SECONDS_LOW)
  store<i32>(event, serialLow, SERIAL_LOW)
  return event
}

/** Gives up an event that was delivered. */
export function releaseEvent(event: i32): void {
  leaveNode(load<i32>(event, NODE))
  const state = load<i32>(event, STATE)
  if ((state & HELD) !== 0) store<i32>(event, state | RELEASED, STATE)
  else free(event)
}

function free(event: i32): void {
  store<i32>(event, firstFree, NEXT)
  firstFree = event
}

/** Says that a heap refers to an event. */
export function hold(event: i32): void {
  store<i32>(event, load<i32>(event, STATE) | HELD, STATE)
}

/** Says that the heap refers to it no longer. */
export function letGo(event: i32): void {
  const state = load<i32>(event, STATE)
  store<i32>(event, state & ~HELD, STATE)
  if ((state & RELEASED) !== 0) free(event)
}

export function open(event: i32): void {
  store<i32>(event, load<i32>(event, STATE) | OPEN, STATE)
  if (openCount++ === slots) grow()
  link(event)
}

export function close(event: i32): void {
  store<i32>(event, load<i32>(event, STATE) & ~OPEN, STATE)
  openCount--
  let at = heads + 4 * (load<i32>(event, HASH) & (slots - 1))
  while (load<i32>(at) !== event) at = load<i32>(at) + NEXT
  store<i32>(at, load<i32>(event, NEXT))
  store<i32>(event, 0, NEXT)
}

function link(event: i32): void {
  const head = heads + 4 * (load<i32>(event, HASH) & (slots - 1))
  store<i32>(event, load<i32>(head), NEXT)
  store<i32>(head, event)
}

function grow(): void {
  const before = slots
  heads = grown(heads, 4 * before)
  memory.fill(heads + 4 * before, 0, 4 * before)
  slots = 2 * before
  for (let slot = 0; slot < before; slot++) {
    let event = load<i32>(heads + 4 * slot)
    store<i32>(heads + 4 * slot, 0)
    while (event !== 0) {
      const next = load<i32>(event, NEXT)
      link(event)
      event = next
    }
  }
}

/** Negative when `a` is delivered before `b`: by stamp, then by slot (spec 01 §4.2). */
export function compareEvents(a: i32, b: i32): i32 {
  const secondsOfA = load<f64>(a, SECONDS)
  const secondsOfB = load<f64>(b, SECONDS)
  if (secondsOfA !== secondsOfB) return secondsOfA < secondsOfB ? -1 : 1
  // The lower bits of what is nearly the same wrap around together.
  const secondsLow = load<i32>(a, SECONDS_LOW) - load<i32>(b, SECONDS_LOW)
  if (secondsLow !== 0) return secondsLow
  const milliseconds = load<i32>(a, MILLISECONDS) - load<i32>(b, MILLISECONDS)
  if (milliseconds !== 0) return milliseconds
  const serialOfA = load<f64>(a, SERIAL)
  const serialOfB = load<f64>(b, SERIAL)
  if (serialOfA !== serialOfB) return serialOfA < serialOfB ? -1 : 1
  const serialLow = load<i32>(a, SERIAL_LOW) - load<i32>(b, SERIAL_LOW)
  if (serialLow !== 0) return serialLow
  ties++
  return load<i32>(a, SLOT) - load<i32>(b, SLOT)
}

/** How often the order of two events was decided by their slots alone. */
export function tiesOfStamps(): i32 {
  return ties
}

export function isOpen(event: i32): bool {
  return (load<i32>(event, STATE) & OPEN) !== 0
}

export function isReleased(event: i32): bool {
  return (load<i32>(event, STATE) & RELEASED) !== 0
}

export function secondsOf(event: i32): f64 {
  return load<f64>(event, SECONDS)
}

export function serialOf(event: i32): f64 {
  return load<f64>(event, SERIAL)
}

export function slotOf(event: i32): i32 {
  return load<i32>(event, SLOT)
}

export function marksOfEvent(event: i32): i32 {
  return load<i32>(event, MARKS)
}

export function firstCellOf(event: i32): i32 {
  return load<i32>(event, FIRST_CELL)
}

/** Puts a cell at the end of an event's chain; `link` is where a cell keeps its next one. */
export function append(event: i32, cell: i32, link: i32, marks: i32): void {
  const last = load<i32>(event, LAST_CELL)
  store<i32>(last === 0 ? event + FIRST_CELL : last + link, cell)
  store<i32>(event, cell, LAST_CELL)
  store<i32>(event, load<i32>(event, MARKS) | marks, MARKS)
}

export function lastCellOf(event: i32): i32 {
  return load<i32>(event, LAST_CELL)
}
