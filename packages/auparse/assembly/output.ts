/** Output. `walk` makes sure of room for five times the record after {@link out}; texts of tables and of JavaScript are checked. */
import { BACKSLASH, EQUALS, ZERO } from './ascii'
import { giveUp } from './current-record'
import { ESCAPES, OUTPUT_END } from './layout'

/** Most bytes of a line (spec 01 §2.6). */
const LINE_LIMIT: i32 = 8969
/** The most bytes one byte becomes: ` key=`, where it separates two keys. */
export const WIDEST: i32 = 5
/** How a byte is escaped: not at all, or with a backslash before it, or else as `\033`. */
const PLAIN: i32 = 0
const BEHIND_BACKSLASH: i32 = 2

/** Where it goes. */
export let out: i32 = 0

export function setOut(at: i32): void {
  out = at
}

export function writeKeySeparator(): void {
  store<u32>(out, 0x79656b20 /*  key */)
  store<u8>(out, EQUALS, 4)
  out += 5
}

export function writeEscaped(start: i32, stop: i32): void {
  let to = out
  for (let at = start; at < stop; at++) {
    const byte = load<u8>(at)
    if (load<u8>(ESCAPES + byte) === PLAIN) store<u8>(to++, byte)
    else {
      out = to
      writeCharacter(byte)
      to = out
    }
  }
  out = to
}

export function writeCharacter(byte: i32): void {
  const treatment = load<u8>(ESCAPES + byte)
  if (treatment === PLAIN) {
    store<u8>(out++, byte)
    return
  }
  store<u8>(out++, BACKSLASH)
  if (treatment === BEHIND_BACKSLASH) store<u8>(out++, byte)
  else {
    store<u8>(out++, ZERO + (byte >> 6))
    store<u8>(out++, ZERO + ((byte >> 3) & 7))
    store<u8>(out++, ZERO + (byte & 7))
  }
}

export function writeByte(byte: i32): void {
  store<u8>(out++, byte)
}

/** Writes bytes that may be more than those they stand for. */
export function writeText(from: i32, length: i32): void {
  if (out + length + WIDEST * LINE_LIMIT > OUTPUT_END) {
    giveUp()
    return
  }
  writeRaw(from, from + length)
}

/** Writes bytes as they are, sixteen at a time: there is room for more after both source and target. */
export function writeRaw(start: i32, stop: i32): void {
  for (let at = start; at < stop; at += 16) v128.store(out + at - start, v128.load(at))
  out += stop - start
}
