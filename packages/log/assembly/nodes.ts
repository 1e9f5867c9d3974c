/** The names of nodes, each kept once while events with it are in flight, so that names are equal when their entries are. */
import { allocate, grown, isSame } from './memory'

/** A name is shorter than the header's window, 340 bytes. */
const ENTRY_BYTES: i32 = 368
const NEXT: i32 = 0
const HASH: i32 = 4
const USES: i32 = 8
/** Never given twice, unlike entries: what JavaScript knows a name by. */
export const NODE_NUMBER: i32 = 12
export const NODE_LENGTH: i32 = 16
export const NODE_NAME: i32 = 20

const FIRST_SLOTS: i32 = 64

let heads: i32 = 0
let slots: i32 = 0
let count: i32 = 0
let firstFree: i32 = 0
let lastNumber: i32 = 0
/** The name that was met last, used or not. */
let last: i32 = 0
/** No log can be written whose names all collide. */
let seed: i32 = 0

export function prepareNodes(random: i32): void {
  seed = random
  slots = FIRST_SLOTS
  heads = allocate(4 * FIRST_SLOTS)
}

/** The entry of a name, which stands from `start` on. */
export function nodeOf(start: i32, length: i32): i32 {
  if (last !== 0 && load<i32>(last, NODE_LENGTH) === length && isSame(last + NODE_NAME, start, length))
    return last
  let hash = seed
  for (let at = 0; at < length; at++) {
    hash = (hash ^ (load<u8>(start + at) as i32)) * 0x85ebca6b
    hash ^= hash >>> 13
  }
  let node = load<i32>(headOf(hash))
  while (node !== 0) {
    if (
      load<i32>(node, HASH) === hash &&
      load<i32>(node, NODE_LENGTH) === length &&
      isSame(node + NODE_NAME, start, length)
    )
      break
    node = load<i32>(node, NEXT)
  }
  if (node === 0) node = create(start, length, hash)
  const before = last
  last = node
  if (before !== 0 && load<i32>(before, USES) === 0) forget(before)
  return node
}

export function hashOfNode(node: i32): i32 {
  return node === 0 ? 0 : load<i32>(node, HASH)
}

export function useNode(node: i32): void {
  if (node !== 0) store<i32>(node, load<i32>(node, USES) + 1, USES)
}

export function leaveNode(node: i32): void {
  if (node === 0) return
  const uses = load<i32>(node, USES) - 1
  store<i32>(node, uses, USES)
  if (uses === 0 && node !== last) forget(node)
}

function headOf(hash: i32): i32 {
  return heads + 4 * (hash & (slots - 1))
}

function create(start: i32, length: i32, hash: i32): i32 {
  if (count === slots) grow()
  count++
  let node = firstFree
  if (node === 0) node = allocate(ENTRY_BYTES)
  else firstFree = load<i32>(node, NEXT)
  const head = headOf(hash)
  store<i32>(node, load<i32>(head), NEXT)
  store<i32>(head, node)
  store<i32>(node, hash, HASH)
  store<i32>(node, 0, USES)
  store<i32>(node, ++lastNumber, NODE_NUMBER)
  store<i32>(node, length, NODE_LENGTH)
  memory.copy(node + NODE_NAME, start, length)
  return node
}

function forget(node: i32): void {
  count--
  const next = load<i32>(node, NEXT)
  let link = headOf(load<i32>(node, HASH))
  while (load<i32>(link) !== node) link = load<i32>(link) + NEXT
  store<i32>(link, next)
  store<i32>(node, firstFree, NEXT)
  firstFree = node
}

function grow(): void {
  const before = slots
  heads = grown(heads, 4 * before)
  memory.fill(heads + 4 * before, 0, 4 * before)
  slots = 2 * before
  for (let slot = 0; slot < before; slot++) {
    let node = load<i32>(heads + 4 * slot)
    store<i32>(heads + 4 * slot, 0)
    while (node !== 0) {
      const next = load<i32>(node, NEXT)
      const head = headOf(load<i32>(node, HASH))
      store<i32>(node, load<i32>(head), NEXT)
      store<i32>(head, node)
      node = next
    }
  }
}
