/** Strings of JSON as bytes (RFC 8259): no text is made of them, so that every byte survives. */
import { BACKSLASH, QUOTE, U } from '../ascii.ts'

/** U+FFFD in UTF-8, for half a surrogate pair. */
const REPLACEMENT = [0xef, 0xbf, 0xbd] as const

/** What a letter stands for that follows a backslash; 0 for those that may not. */
const ESCAPED = new Uint8Array(256)
for (const [letter, byte] of [
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
] as const) {
  ESCAPED[letter] = byte
}

/**
 * The bytes that a string stands for, in UTF-8; `start` and `end` are inside its quotes. Without a backslash they are the
 * same bytes, as a view. `room` is written over for them if it is large enough.
 */
export function stringBytes(bytes: Uint8Array, start: number, end: number, room?: Uint8Array): Uint8Array {
  const inside = bytes.subarray(start, end)
  const first = inside.indexOf(BACKSLASH)
  return first < 0 ? inside : unescaped(inside, first, room)
}

/** An escape takes at least as many bytes as what it stands for. */
function unescaped(text: Uint8Array, first: number, room: Uint8Array | undefined): Uint8Array {
  const out = room !== undefined && room.length >= text.length ? room : new Uint8Array(text.length)
  out.set(text.subarray(0, first))
  let length = first
  for (let at = first; at < text.length; ) {
    const byte = text[at] as number
    if (byte !== BACKSLASH) {
      out[length++] = byte
      at++
    } else if (text[at + 1] !== U) {
      out[length++] = ESCAPED[text[at + 1] ?? 0] || byte
      at += 2
    } else {
      let code = hexAt(text, at + 2)
      at += 6
      if (code >= 0xd800 && code < 0xdc00 && text[at] === BACKSLASH && text[at + 1] === U) {
        const low = hexAt(text, at + 2)
        if (low >= 0xdc00 && low < 0xe000) {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
          at += 6
        }
      }
      length = putUtf8(out, length, code)
    }
  }
  return out.subarray(0, length)
}

/** Four hexadecimal digits; those that are none count as the replacement character. */
function hexAt(text: Uint8Array, at: number): number {
  let code = 0
  for (let index = at; index < at + 4; index++) {
    const byte = text[index] ?? 0
    const digit = byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57
    if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) return 0xfffd
    code = code * 16 + digit
  }
  return code
}

function putUtf8(out: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    out[at] = code
    return at + 1
  }
  if (code < 0x800) {
    out[at] = 0xc0 | (code >> 6)
    out[at + 1] = 0x80 | (code & 0x3f)
    return at + 2
  }
  if (code >= 0xd800 && code < 0xe000) {
    out.set(REPLACEMENT, at)
    return at + 3
  }
  if (code < 0x10000) {
    out[at] = 0xe0 | (code >> 12)
    out[at + 1] = 0x80 | ((code >> 6) & 0x3f)
    out[at + 2] = 0x80 | (code & 0x3f)
    return at + 3
  }
  out[at] = 0xf0 | (code >> 18)
  out[at + 1] = 0x80 | ((code >> 12) & 0x3f)
  out[at + 2] = 0x80 | ((code >> 6) & 0x3f)
  out[at + 3] = 0x80 | (code & 0x3f)
  return at + 4
}

/** The position after the closing quote of the string that begins at `at` (its opening quote), or -1 where it has none. */
export function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (let position = at + 1; position < end; position++) {
    const byte = bytes[position]
    if (byte === QUOTE) return position + 1
    if (byte === BACKSLASH) position++
  }
  return -1
}

/** Whether U+FFFD is in a text: bytes that were no UTF-8 were replaced by it, as a rule. */
export function hasReplacement(text: Uint8Array): boolean {
  const [first, second, third] = REPLACEMENT
  for (let at = text.indexOf(first); at >= 0; at = text.indexOf(first, at + 1)) {
    if (text[at + 1] === second && text[at + 2] === third) return true
  }
  return false
}
