/** Output. There is room for what is written: `write`, `writeFields` and those that write other bytes than the field's see to it. */
import { GIVE_UP } from '../../auparse/assembly/answers'
import { BACKSLASH, CLOSE_BRACKET, QUOTE, ZERO } from '../../auparse/assembly/ascii'
import { beginText, gaveUp, giveUp } from '../../auparse/assembly/current-record'
import { ESCAPES, OUTPUT_END } from '../../auparse/assembly/layout'

/** The most bytes that one byte becomes: `\u001d`, and it may stand in a raw value and in its text. */
export const WIDEST: i32 = 6
/** More than the members around a value take. */
export const FIELD_BYTES: i32 = 256
/** How a byte below 0x80 is escaped: not at all, or as `\u001b`, or else by this letter after a backslash. */
const PLAIN: i32 = 0
const BY_NUMBER: i32 = 1

/** `,"text":"` */
const TEXT_HEAD: i32 = memory.data<u8>([0x2c, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22]) as i32

/** Where it goes. */
export let out: i32 = 0

export function setOut(at: i32): void {
  out = at
}

/** Writes `,"text":"`. */
export function writeTextHead(): void {
  copy(TEXT_HEAD, 9)
}

export function writeText(start: i32, stop: i32): void {
  writeTextHead()
  writeJson(start, stop)
  writeByte(QUOTE)
}

/** Writes bytes as the content of a JSON string; returns where it ends, or {@link GIVE_UP} for others than ASCII, or too many. */
export function writeContent(start: i32, stop: i32, to: i32): i32 {
  beginText()
  out = to
  if (to + (stop - start) * WIDEST > OUTPUT_END) return GIVE_UP
  writeJson(start, stop)
  return gaveUp ? GIVE_UP : out
}

/** Writes `},`. */
export function closeItem(): void {
  store<u16>(out, 0x2c7d)
  out += 2
}

/** Closes a list whose items ended with commas, of which the first was written at `before`. */
export function closeList(before: i32): void {
  if (out > before) out--
  writeByte(CLOSE_BRACKET)
}

/** Writes ASCII as the content of a JSON string, sixteen bytes at a time; gives up at other bytes. */
export function writeJson(start: i32, stop: i32): void {
  let at = start
  let to = out
  while (at < stop) {
    const chunk = v128.load(at)
    v128.store(to, chunk)
    const left = stop - at
    let special = specials(chunk)
    if (left < 16) special &= (1 << left) - 1
    if (special === 0) {
      const taken = min(left, 16)
      at += taken
      to += taken
      continue
    }
    const taken = ctz(special)
    at += taken
    out = to + taken
    const byte = load<u8>(at++)
    if (byte >= 0x80) {
      giveUp()
      return
    }
    writeCharacter(byte)
    to = out
  }
  out = to
}

/** Which of sixteen bytes are not written as they are: controls, `"`, `\`, DEL, and all from 0x80 on. */
function specials(chunk: v128): i32 {
  const low = i8x16.lt_s(chunk, i8x16.splat(0x20))
  const quotes = i8x16.eq(chunk, i8x16.splat(0x22))
  const backslashes = i8x16.eq(chunk, i8x16.splat(0x5c))
  const deletes = i8x16.eq(chunk, i8x16.splat(0x7f))
  return i8x16.bitmask(v128.or(v128.or(low, quotes), v128.or(backslashes, deletes)))
}

export function isAscii(start: i32, stop: i32): bool {
  let at = start
  for (; at + 16 <= stop; at += 16) if (i8x16.bitmask(v128.load(at)) !== 0) return false
  for (; at < stop; at++) if (load<u8>(at) >= 0x80) return false
  return true
}

/** Writes a byte below 0x80. */
export function writeCharacter(byte: i32): void {
  const letter = load<u8>(ESCAPES + byte)
  if (letter === PLAIN) {
    store<u8>(out++, byte)
    return
  }
  store<u8>(out, BACKSLASH)
  if (letter !== BY_NUMBER) {
    store<u8>(out, letter, 1)
    out += 2
    return
  }
  store<u32>(out, 0x30303075 /* u000 */, 1)
  store<u8>(out, ZERO + (byte >> 4), 4)
  const low = byte & 15
  store<u8>(out, low < 10 ? ZERO + low : 0x57 + low, 5)
  out += 6
}

export function writeByte(byte: i32): void {
  store<u8>(out++, byte)
}

/** Writes bytes as they are, sixteen at a time: there is room for more after both source and target. */
export function copy(start: i32, length: i32): void {
  for (let at = 0; at < length; at += 16) v128.store(out + at, v128.load(start + at))
  out += length
}
