/** The usual header: the short way of `src/header.ts`. */
import { isSame } from './memory'

/** The longest header without and with a node, and the shortest message token (spec 01 §3). */
const WINDOW: i32 = 80
const NODE_WINDOW: i32 = 340
const MIN_MESSAGE: i32 = 19
/** Decimal numbers of up to this many digits are exact in a JavaScript number. */
const EXACT_DIGITS: i32 = 15
const SPACE: u8 = 0x20

/** What {@link parseHeader} found: the first byte after the stamp, where node and type stand, and the stamp's parts. */
export let body: i32 = 0
export let nodeStart: i32 = 0
export let nodeEnd: i32 = 0
export let typeStart: i32 = 0
export let typeEnd: i32 = 0
export let seconds: f64 = 0
export let milliseconds: i32 = 0
export let serial: f64 = 0

/** The stamp of the header before, `msg=audit(…)`: most lines have the same as the one before them. */
let stampStart: i32 = 0
let stampLength: i32 = 0

/** Other bytes are to be scanned: forgets the stamp of the header before. */
export function forgetStamp(): void {
  stampLength = 0
}

/** `[node=NAME ]type=NAME msg=audit(N.NNN:N)`, exactly so; false for anything else. */
export function parseHeader(start: i32, end: i32): bool {
  let at = start
  let limit = start + WINDOW
  nodeStart = 0
  nodeEnd = 0
  if (load<u8>(at) === 0x6e) {
    limit = start + NODE_WINDOW
    if (limit > end) limit = end
    if (load<u32>(at, 0, 1) !== 0x65646f6e /* node */ || load<u8>(at, 4) !== 0x3d) return false
    at += 5
    nodeStart = at
    while (at < limit && load<u8>(at) !== SPACE) at++
    nodeEnd = at++
  }
  if (limit > end) limit = end
  if (load<u32>(at, 0, 1) !== 0x65707974 /* type */ || load<u8>(at, 4) !== 0x3d) return false
  at += 5
  typeStart = at
  if (ASC_FEATURE_SIMD) {
    const spaces = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(SPACE)))
    at += spaces === 0 ? 16 : ctz(spaces)
    if (at > limit) at = limit
  }
  while (at < limit && load<u8>(at) !== SPACE) at++
  typeEnd = at++
  const message = at
  if (stampLength !== 0 && at + stampLength <= limit && isSame(at, stampStart, stampLength)) at += stampLength
  else {
    stampLength = 0
    at = parseStamp(message, limit)
    if (at === 0) return false
    stampLength = at - message
  }
  stampStart = message
  body = at
  return true
}

/** Reads `msg=audit(N.NNN:N)` and returns the position after it; 0 for anything else. */
function parseStamp(message: i32, limit: i32): i32 {
  let at = message
  if (load<u32>(at, 0, 1) !== 0x3d67736d /* msg= */ || load<u32>(at, 4, 1) !== 0x69647561 /* audi */) return 0
  if (load<u16>(at, 8, 1) !== 0x2874 /* t( */) return 0
  const secondsStart = at + 10
  at = digits(secondsStart, limit)
  if (at === secondsStart || at - secondsStart > EXACT_DIGITS || at >= limit || load<u8>(at) !== 0x2e)
    return 0
  seconds = number
  const milliStart = ++at
  at = digits(at, limit)
  if (at - milliStart > 3 || at >= limit || load<u8>(at) !== 0x3a) return 0
  milliseconds = number as i32
  const serialStart = ++at
  at = digits(at, limit)
  if (at === serialStart || at >= limit || at - message < MIN_MESSAGE || at - serialStart > EXACT_DIGITS)
    return 0
  if (load<u8>(at) !== 0x29) return 0
  serial = number
  return at + 1
}

/** What {@link digits} read; meaningless beyond {@link EXACT_DIGITS} digits. */
let number: f64 = 0
/** So many digits are a number of 32 bits. */
const SHORT_DIGITS: i32 = 9

/** Reads a decimal number and returns the position after its digits. */
function digits(from: i32, limit: i32): i32 {
  const short = from + SHORT_DIGITS
  let at = from
  let first: u32 = 0
  for (; at < limit && at < short; at++) {
    const digit = (load<u8>(at) as u32) - 0x30
    if (digit > 9) break
    first = first * 10 + digit
  }
  let value = first as f64
  if (at === short) {
    for (; at < limit; at++) {
      const digit = (load<u8>(at) as u32) - 0x30
      if (digit > 9) break
      value = value * 10 + (digit as f64)
    }
  }
  number = value
  return at
}
