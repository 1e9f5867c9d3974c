/**
 * The events in flight in the order in which the reference delivers them (spec 01 §4.2). Logs are nearly sorted, so an event is put
 * into its place near the end of a list; only one that is later than many of them pays for a heap.
 */
import { close, compareEvents, hold, isOpen, isReleased, letGo, secondsOf } from './events'
import { BY_DELIVERY, BY_SECONDS, createHeap, entryOf, push, sizeOf, takeTop, topOf } from './heap'
import { allocate } from './memory'

const FIRST_ROOM: i32 = 1024
/** An event is put before at most so many others. */
const MOST_PASSED: i32 = 32

/** A ring of the sorted events: positions only grow, and stand in it modulo its room. */
let ring: i32 = 0
let room: i32 = 0
/** The first that was not delivered, the first that may be open, and the position after the last. */
let head: i32 = 0
let closed: i32 = 0
let tail: i32 = 0
/** The events that came after many later ones. */
let late: i32 = 0
/** Those of them that were open, by seconds alone: it may still refer to events that were delivered. */
let lateOpen: i32 = 0

export function prepareQueue(): void {
  room = FIRST_ROOM
  ring = allocate(4 * room)
  late = createHeap(BY_DELIVERY)
  lateOpen = createHeap(BY_SECONDS)
}

function entry(position: i32): i32 {
  return ring + 4 * (position & (room - 1))
}

export function inFlight(): i32 {
  return tail - head + sizeOf(late)
}

/** The event in flight of this index, in no particular order. */
export function eventInFlight(index: i32): i32 {
  return index < tail - head ? load<i32>(entry(head + index)) : entryOf(late, index - (tail - head))
}

export function enqueue(event: i32): void {
  if (tail - head === room) grow()
  // What is closed stays before what may be open.
  const first = tail - closed > MOST_PASSED ? tail - MOST_PASSED : closed
  let at = tail
  while (at !== first && compareEvents(load<i32>(entry(at - 1)), event) > 0) at--
  if (at === head || at !== first || compareEvents(load<i32>(entry(at - 1)), event) <= 0) {
    for (let position = tail; position !== at; position--)
      store<i32>(entry(position), load<i32>(entry(position - 1)))
    store<i32>(entry(at), event)
    tail++
    return
  }
  push(late, event)
  if (!isOpen(event)) return
  push(lateOpen, event)
  hold(event)
}

/** Closes every open event whose seconds are at most `latest`. */
export function closeUntil(latest: f64): void {
  for (; closed !== tail; closed++) {
    const event = load<i32>(entry(closed))
    if (secondsOf(event) > latest) break
    if (isOpen(event)) close(event)
  }
  for (;;) {
    const event = topOf(lateOpen)
    if (event === 0 || secondsOf(event) > latest) break
    takeTop(lateOpen)
    if (!isReleased(event) && isOpen(event)) close(event)
    letGo(event)
  }
}

/** Takes the first event out when it is complete; 0 when it is not, or there is none. */
export function dequeue(): i32 {
  const sorted = head === tail ? 0 : load<i32>(entry(head))
  const other = topOf(late)
  if (other !== 0 && (sorted === 0 || compareEvents(other, sorted) < 0)) {
    if (isOpen(other)) return 0
    takeTop(late)
    return other
  }
  if (sorted === 0 || isOpen(sorted)) return 0
  head++
  if (closed - head < 0) closed = head
  return sorted
}

function grow(): void {
  const larger = allocate(8 * room)
  for (let at = head; at !== tail; at++) store<i32>(larger + 4 * (at & (2 * room - 1)), load<i32>(entry(at)))
  ring = larger
  room *= 2
}
