/** Comparing and copying bytes, where no text is made of them. */
import { NINE, SPACE, ZERO } from './ascii.ts'

/** The bytes of a text of ASCII characters, for {@link startsWith}. */
export function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Whether the bytes from `at` up to `end` begin with `wanted`. */
export function startsWith(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  if (end - at < wanted.length) return false
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[at + index] !== wanted[index]) return false
  }
  return true
}

/** Where `wanted` occurs first in bytes `at` to `end`, or -1. */
export function indexOf(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): number {
  const first = wanted[0] ?? 0
  const last = end - wanted.length
  for (let found = at; found <= last; found++) {
    if (bytes[found] === first && startsWith(bytes, found, end, wanted)) return found
  }
  return -1
}

/** Where a byte occurs first in bytes `at` to `end`, or -1: what follows `end` is not looked at. */
export function indexOfByte(bytes: Uint8Array, byte: number, at: number, end: number): number {
  const found = bytes.subarray(at, end).indexOf(byte)
  return found < 0 ? -1 : at + found
}

/** Whether the bytes from `at` to `end` are exactly `wanted`. */
export function equals(bytes: Uint8Array, at: number, end: number, wanted: Uint8Array): boolean {
  return end - at === wanted.length && startsWith(bytes, at, end, wanted)
}

/** The end of the word that begins at `at`: the next blank, or `end`. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && bytes[position] !== SPACE) position++
  return position
}

/** The first byte from `at` that is no blank, or `end`. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && bytes[position] === SPACE) position++
  return position
}

/** Short bytes as latin1. */
export function latin1Text(bytes: Uint8Array, start: number, end: number): string {
  let made = ''
  for (let at = start; at < end; at++) made += String.fromCharCode(bytes[at] as number)
  return made
}

/** The end of the decimal digits that begin at `at`; `at` where there is none. */
export function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && isDigit(bytes[position])) position++
  return position
}

export function isUpper(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x41 && byte <= 0x5a
}

export function isLower(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x61 && byte <= 0x7a
}

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

/** Both one after the other. */
export function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
