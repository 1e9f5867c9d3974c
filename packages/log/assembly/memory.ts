/**
 * Where everything stands in the memory that JavaScript shares: what is fixed in size from the front, then the tables of what is
 * in flight, which grow.
 */

/** Tells JavaScript that the memory has grown, so that its views on it are stale. */
declare function memoryGrew(): void
/** Tells JavaScript that there is no more memory; does not return. */
declare function memoryExhausted(): void

/** The cache of type names. */
export const TYPES: i32 = 0x400
/** The texts that are looked for, and how many there are. */
export const TEXTS: i32 = 0x9000
export const TEXT_COUNT: i32 = 0x9580
/** What a call has found: the numbers of `src/scan/event-scan.ts`. */
export const RESULT: i32 = 0x9600
/** Where scanning goes on, and how many lines there were, which JavaScript takes and sets to 0. */
export const POSITION: i32 = RESULT
export const LINES: i32 = RESULT + 48
/** What the times of the window have in common, as a text that is looked for. */
export const WINDOW_TEXT: i32 = 0x9a00
/** What a usual system call looks like. */
export const USUAL_CALL: i32 = 0x9b00
/** A header that JavaScript has read, and the bytes of its node's name. */
export const HEADER: i32 = 0x9700
export const HEADER_NODE: i32 = 0x9740
/** The bytes to scan; sixty-four more may be read, whatever they are. */
export const INPUT: i32 = 0x10000
export const INPUT_BYTES: i32 = 0x40000
/** What comes behind has been allocated. */
const HEAP: i32 = INPUT + INPUT_BYTES + 0x100

let top: i32 = HEAP

/** Bytes that are never given back: what is used again has a free list of its own. */
export function allocate(size: i32): i32 {
  const at = top
  top = (at + size + 15) & ~15
  if (top < at) memoryExhausted()
  // Sixteen more may be read.
  const missing = ((top + 0x1000f) >>> 16) - memory.size()
  if (missing > 0) {
    // Twice as much, where there is so much: each time it grows it may be copied.
    const twice = memory.size()
    if ((missing > twice || memory.grow(twice) < 0) && memory.grow(missing) < 0) memoryExhausted()
    memoryGrew()
  }
  return at
}

/** A copy of an array in twice the room. Over all of an array's growth, as much is left behind as is in use. */
export function grown(array: i32, size: i32): i32 {
  const copy = allocate(2 * size)
  memory.copy(copy, array, size)
  return copy
}

export function isSame(a: i32, b: i32, length: i32): bool {
  let at = 0
  if (ASC_FEATURE_SIMD) {
    for (; at + 16 <= length; at += 16) if (differing(a + at, b + at) !== 0) return false
    // What is behind the rest may be anything.
    return (differing(a + at, b + at) & ((1 << (length - at)) - 1)) === 0
  }
  for (; at < length; at++) if (load<u8>(a + at) !== load<u8>(b + at)) return false
  return true
}

/** Which of sixteen bytes differ, a bit each. */
function differing(a: i32, b: i32): i32 {
  return i8x16.bitmask(i8x16.ne(v128.load(a), v128.load(b)))
}
