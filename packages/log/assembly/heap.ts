/** Binary heaps of events. */
import { compareEvents, secondsOf } from './events'
import { allocate, grown } from './memory'

/** A heap's array, its size, its room, and its order. */
export const HEAP_BYTES: i32 = 16
const ARRAY: i32 = 0
const SIZE: i32 = 4
const ROOM: i32 = 8
const ORDER: i32 = 12

/** In the order of delivery, or by seconds alone. */
export const BY_DELIVERY: i32 = 0
export const BY_SECONDS: i32 = 1

const FIRST_ROOM: i32 = 64

export function createHeap(order: i32): i32 {
  const heap = allocate(HEAP_BYTES)
  store<i32>(heap, allocate(4 * FIRST_ROOM), ARRAY)
  store<i32>(heap, FIRST_ROOM, ROOM)
  store<i32>(heap, order, ORDER)
  return heap
}

export function sizeOf(heap: i32): i32 {
  return load<i32>(heap, SIZE)
}

export function entryOf(heap: i32, index: i32): i32 {
  return load<i32>(load<i32>(heap, ARRAY) + 4 * index)
}

/** The first event in order, or 0. */
export function topOf(heap: i32): i32 {
  return load<i32>(heap, SIZE) === 0 ? 0 : load<i32>(load<i32>(heap, ARRAY))
}

export function push(heap: i32, event: i32): void {
  const size = load<i32>(heap, SIZE)
  if (size === load<i32>(heap, ROOM)) {
    store<i32>(heap, grown(load<i32>(heap, ARRAY), 4 * size), ARRAY)
    store<i32>(heap, 2 * size, ROOM)
  }
  store<i32>(heap, size + 1, SIZE)
  const array = load<i32>(heap, ARRAY)
  const order = load<i32>(heap, ORDER)
  let at = size
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = load<i32>(array + 4 * parent)
    if (!isBefore(event, above, order)) break
    store<i32>(array + 4 * at, above)
    at = parent
  }
  store<i32>(array + 4 * at, event)
}

/** Takes the first event out. */
export function takeTop(heap: i32): void {
  const size = load<i32>(heap, SIZE) - 1
  store<i32>(heap, size, SIZE)
  if (size === 0) return
  const array = load<i32>(heap, ARRAY)
  const order = load<i32>(heap, ORDER)
  const event = load<i32>(array + 4 * size)
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    let below = load<i32>(array + 4 * child)
    if (child + 1 < size) {
      const right = load<i32>(array + 4 * (child + 1))
      if (isBefore(right, below, order)) {
        child++
        below = right
      }
    }
    if (!isBefore(below, event, order)) break
    store<i32>(array + 4 * at, below)
    at = child
  }
  store<i32>(array + 4 * at, event)
}

function isBefore(a: i32, b: i32, order: i32): bool {
  return order === BY_SECONDS ? secondsOf(a) < secondsOf(b) : compareEvents(a, b) < 0
}
