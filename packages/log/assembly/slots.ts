/** Hands out the lowest free slot number, as the reference's event table does (spec 01 §4.2 rule 3). */
import { allocate, grown } from './memory'

const FIRST_ROOM: i32 = 64

/** Slots from here on are free. */
let used: i32 = 0
/** The free ones below, as a heap; there are never more of them than were used at once. */
let array: i32 = 0
let size: i32 = 0
let room: i32 = 0

export function takeSlot(): i32 {
  if (size === 0) return used++
  const lowest = load<i32>(array)
  const slot = load<i32>(array + 4 * --size)
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= size) break
    if (child + 1 < size && load<i32>(array + 4 * (child + 1)) < load<i32>(array + 4 * child)) child++
    const below = load<i32>(array + 4 * child)
    if (below >= slot) break
    store<i32>(array + 4 * at, below)
    at = child
  }
  store<i32>(array + 4 * at, slot)
  return lowest
}

export function freeSlot(slot: i32): void {
  // All are free when nothing is in flight, as between any two events of a quiet log.
  if (size + 1 === used) {
    used = 0
    size = 0
    return
  }
  if (size === room) {
    array = room === 0 ? allocate(4 * FIRST_ROOM) : grown(array, 4 * room)
    room = room === 0 ? FIRST_ROOM : 2 * room
  }
  let at = size++
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = load<i32>(array + 4 * parent)
    if (above <= slot) break
    store<i32>(array + 4 * at, above)
    at = parent
  }
  store<i32>(array + 4 * at, slot)
}
