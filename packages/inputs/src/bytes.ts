/** Comparing and copying bytes, where no text is made of them. */
import { NINE, ZERO } from './ascii.ts'

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
  for (
    let found = bytes.indexOf(first, at);
    found >= 0 && found <= last;
    found = bytes.indexOf(first, found + 1)
  ) {
    if (startsWith(bytes, found, end, wanted)) return found
  }
  return -1
}

/** The end of the decimal digits that begin at `at`; `at` where there is none. */
export function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  let position = at
  while (position < end && isDigit(bytes[position])) position++
  return position
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
