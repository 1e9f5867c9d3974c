/** Bytes of a log as text for JSON: UTF-8, with U+FFFD for what is none, and short texts that come again made once. */
import { latin1 } from '@ts-audit/log/internal'
import { utf8Text as decodedText } from '../json/utf8.ts'

const SLOTS = 8192
const LONGEST = 48
/** A hash is of so many bytes. */
const HASHED = 10
const NUL_CHARACTERS = /\0/g

/** A pool of fixed size: a newer text takes the place of an older one with the same hash. */
export class Texts {
  readonly #texts: string[] = new Array<string>(SLOTS).fill('')

  /** The bytes as text. Texts of the pool are ASCII, so bytes that are one of them need no further look. */
  text(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start
    if (length > LONGEST) return utf8Text(bytes, start, end)
    // The last bytes tell most values apart; the first ones are often alike.
    let hash = Math.imul(length, 31) + (bytes[start] as number)
    for (let at = Math.max(start, end - HASHED); at < end; at++) {
      hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
    }
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const known = this.#texts[slot] as string
    if (isText(known, bytes, start, end)) return known
    for (let at = start; at < end; at++) {
      if ((bytes[at] as number) > 0x7f) return utf8Text(bytes, start, end)
    }
    const text = latin1(bytes, start, end)
    this.#texts[slot] = text
    return text
  }
}

/** Whether bytes of ASCII are a text. */
export function isText(text: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (text.length !== end - start) return false
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[start + at]) return false
  return true
}

/** The bytes as text, without a pool. */
export function utf8Text(bytes: Uint8Array, start: number, end: number): string {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > 0x7f) return decodedText(bytes, start, end)
  return latin1(bytes, start, end)
}

/** The bytes that an even number of hexadecimal digits stands for; undefined for anything else. */
export function hexBytes(bytes: Uint8Array, start: number, end: number): Uint8Array | undefined {
  const length = end - start
  if (length < 2 || length % 2 !== 0) return undefined
  // Most values that are not hexadecimal begin so.
  if (digit(bytes[start] as number) < 0 || digit(bytes[end - 1] as number) < 0) return undefined
  const out = new Uint8Array(length >> 1)
  for (let at = start, to = 0; at < end; at += 2) {
    const high = digit(bytes[at] as number)
    const low = digit(bytes[at + 1] as number)
    if (high < 0 || low < 0) return undefined
    out[to++] = high * 16 + low
  }
  return out
}

/** The value of a hexadecimal digit, or -1. */
export function digit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** Text with a blank for each NUL in it, as between the arguments of a process title. */
export function withoutNul(text: string): string {
  return text.includes('\0') ? text.replace(NUL_CHARACTERS, ' ') : text
}
