/** Sets of byte values, and the named ones of POSIX in the C locale: letters are ASCII. */

/** 1 at the number of each byte that is in the set. */
export type ByteSet = Readonly<Uint8Array>

/** The bytes of which `has` is true. */
export function byteSet(has: (byte: number) => boolean): ByteSet {
  return Uint8Array.from({ length: 256 }, (_none, byte) => (has(byte) ? 1 : 0))
}

/** The bytes that are not in the set. */
export function complement(set: ByteSet): ByteSet {
  return byteSet((byte) => set[byte] === 0)
}

const upper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a
const lower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a
const digit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const graph = (byte: number): boolean => byte > 0x20 && byte < 0x7f
const alnum = (byte: number): boolean => upper(byte) || lower(byte) || digit(byte)

/** The character classes of bracket expressions, by name (ctype.h). */
export const CHARACTER_CLASSES: ReadonlyMap<string, (byte: number) => boolean> = new Map([
  ['alnum', alnum],
  ['alpha', (byte: number) => upper(byte) || lower(byte)],
  ['blank', (byte: number) => byte === 0x20 || byte === 0x09],
  ['cntrl', (byte: number) => byte < 0x20 || byte === 0x7f],
  ['digit', digit],
  ['graph', graph],
  ['lower', lower],
  ['print', (byte: number) => graph(byte) || byte === 0x20],
  ['punct', (byte: number) => graph(byte) && !alnum(byte)],
  ['space', isSpace],
  ['upper', upper],
  ['xdigit', (byte: number) => digit(byte) || ((byte | 0x20) - 0x61 <= 5 && (upper(byte) || lower(byte)))],
])

function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}

/** `.`: any byte, line feeds included. */
export const ANY_BYTE = byteSet(() => true)
/** `\w`: letters, digits and `_`. */
export const WORD_BYTES = byteSet((byte) => alnum(byte) || byte === 0x5f)
/** `\s`. */
export const SPACE_BYTES = byteSet(isSpace)
