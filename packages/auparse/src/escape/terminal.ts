/** Keeps control characters of any kind from a terminal; for output that a person looks at. */
import { NEWLINE, TAB } from '../ascii.ts'

/** UTF-8 sequences of characters that steer a terminal or reorder or hide text, by lead bytes. */
const C1_LEAD = 0xc2
const GENERAL_PUNCTUATION = 0xe2
const ARABIC_LETTER_MARK = [0xd8, 0x9c] as const
const MONGOLIAN_VOWEL_SEPARATOR = [0xe1, 0xa0, 0x8e] as const
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const
/** Interlinear annotations, U+FFF9–U+FFFB, and tags, U+E0000–U+E007F, by the bytes they have in common. */
const ANNOTATION = [0xef, 0xbf] as const
const TAG = [0xf3, 0xa0] as const

/**
 * Bytes safe to show on a terminal: control characters other than line feeds and tabs, C1 controls, and Unicode's
 * bidirectional, zero-width and tag characters become `\ooo`, byte by byte. C1 controls count as UTF-8 (U+0080–U+009F)
 * and as single bytes that are not part of a well-formed UTF-8 character. Returns the same array when there is nothing to do.
 *
 * The reference has no such protection: use it only where output goes to a terminal in escape mode `tty`.
 */
export function terminalSafe(bytes: Uint8Array): Uint8Array {
  const safe: number[] = []
  let copied = 0
  for (let at = 0; at < bytes.length; ) {
    const size = characterSize(bytes, at)
    if (isHarmful(bytes, at, size)) {
      for (let index = copied; index < at; index++) safe.push(bytes[index] as number)
      for (let index = at; index < at + size; index++) pushOctal(safe, bytes[index] as number)
      copied = at + size
    }
    at += size
  }
  if (copied === 0) return bytes
  for (let index = copied; index < bytes.length; index++) safe.push(bytes[index] as number)
  return Uint8Array.from(safe)
}

/** The length of the well-formed UTF-8 character at `at` (RFC 3629 §4); 1 for a byte that starts none. */
function characterSize(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number
  const size = lead < 0xc2 || lead > 0xf4 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  if (size === 1) return 1
  const second = bytes[at + 1] ?? 0
  // Longer than it needs to be, half of a surrogate pair, or beyond U+10FFFF.
  if (second < (SMALLEST_SECOND.get(lead) ?? 0x80) || second > (LARGEST_SECOND.get(lead) ?? 0xbf)) return 1
  for (let index = 2; index < size; index++) {
    if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 1
  }
  return size
}

/** The smallest second byte after leads that do not allow all of them. */
const SMALLEST_SECOND: ReadonlyMap<number, number> = new Map([
  [0xe0, 0xa0],
  [0xf0, 0x90],
])
const LARGEST_SECOND: ReadonlyMap<number, number> = new Map([
  [0xed, 0x9f],
  [0xf4, 0x8f],
])

function isHarmful(bytes: Uint8Array, at: number, size: number): boolean {
  const first = bytes[at] as number
  const second = bytes[at + 1] ?? 0
  const third = bytes[at + 2] ?? 0
  if (size === 1) return isControl(first)
  if (size === 2) return (first === C1_LEAD && second < 0xa0) || isText(bytes, at, ARABIC_LETTER_MARK)
  if (size === 4) return isText(bytes, at, TAG) && (third === 0x80 || third === 0x81)
  if (first === GENERAL_PUNCTUATION) return isDirectional(second, third)
  if (isText(bytes, at, ANNOTATION)) return third >= 0xb9 && third <= 0xbb
  return isText(bytes, at, BYTE_ORDER_MARK) || isText(bytes, at, MONGOLIAN_VOWEL_SEPARATOR)
}

function isControl(byte: number): boolean {
  if (byte < 0x20) return byte !== NEWLINE && byte !== TAB
  return byte === 0x7f || (byte >= 0x80 && byte < 0xa0)
}

/** U+200B–U+200F, U+2028–U+202E, U+2060–U+206F. */
function isDirectional(second: number, third: number): boolean {
  if (second === 0x80) return (third >= 0x8b && third <= 0x8f) || (third >= 0xa8 && third <= 0xae)
  return second === 0x81 && third >= 0xa0 && third <= 0xaf
}

function isText(bytes: Uint8Array, at: number, text: readonly number[]): boolean {
  return text.every((byte, index) => bytes[at + index] === byte)
}

function pushOctal(target: number[], byte: number): void {
  for (const char of `\\${byte.toString(8).padStart(3, '0')}`) target.push(char.charCodeAt(0))
}
