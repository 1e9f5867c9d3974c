/** XXH64 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), of pieces one after the other. */

export const INPUT: usize = 1024
/** The most that fits between {@link INPUT} and the end of the memory. */
export const INPUT_BYTES: u32 = 3 * 65536 - 1024

const PRIME_1: u64 = ((<u64>0x9e3779b1) << 32) | 0x85ebca87
const PRIME_2: u64 = ((<u64>0xc2b2ae3d) << 32) | 0x27d4eb4f
const PRIME_3: u64 = ((<u64>0x165667b1) << 32) | 0x9e3779f9
const PRIME_4: u64 = ((<u64>0x85ebca77) << 32) | 0xc2b2ae63
const PRIME_5: u64 = ((<u64>0x27d4eb2f) << 32) | 0x165667c5
const STRIPE_BYTES: u32 = 32

let lane1: u64 = 0
let lane2: u64 = 0
let lane3: u64 = 0
let lane4: u64 = 0
let size: u64 = 0

/** Begins anew. */
export function restart(): void {
  lane1 = PRIME_1 + PRIME_2
  lane2 = PRIME_2
  lane3 = 0
  lane4 = 0 - PRIME_1
  size = 0
}

/** Takes the stripes that are whole of so many bytes at {@link INPUT}; gives how many bytes those are. */
export function update(length: u32): u32 {
  const taken = length - (length % STRIPE_BYTES)
  let a = lane1
  let b = lane2
  let c = lane3
  let d = lane4
  const end = INPUT + taken
  for (let at = INPUT; at < end; at += STRIPE_BYTES) {
    a = round(a, load<u64>(at))
    b = round(b, load<u64>(at, 8))
    c = round(c, load<u64>(at, 16))
    d = round(d, load<u64>(at, 24))
  }
  lane1 = a
  lane2 = b
  lane3 = c
  lane4 = d
  size += taken
  return taken
}

/** The lower half of the hash, with the last bytes at {@link INPUT}, which are no whole stripe. */
export function digest(length: u32): u32 {
  let hash: u64
  if (size > 0) {
    hash = rotl(lane1, 1) + rotl(lane2, 7) + rotl(lane3, 12) + rotl(lane4, 18)
    hash = merged(hash, lane1)
    hash = merged(hash, lane2)
    hash = merged(hash, lane3)
    hash = merged(hash, lane4)
  } else hash = PRIME_5
  hash += size + length
  let at = INPUT
  const end = INPUT + length
  for (; at + 8 <= end; at += 8) hash = rotl(hash ^ round(0, load<u64>(at)), 27) * PRIME_1 + PRIME_4
  if (at + 4 <= end) {
    hash = rotl(hash ^ (<u64>load<u32>(at) * PRIME_1), 23) * PRIME_2 + PRIME_3
    at += 4
  }
  for (; at < end; at++) hash = rotl(hash ^ (<u64>load<u8>(at) * PRIME_5), 11) * PRIME_1
  hash = (hash ^ (hash >> 33)) * PRIME_2
  hash = (hash ^ (hash >> 29)) * PRIME_3
  return <u32>(hash ^ (hash >> 32))
}

function round(lane: u64, input: u64): u64 {
  return rotl(lane + input * PRIME_2, 31) * PRIME_1
}

function merged(hash: u64, lane: u64): u64 {
  return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4
}
