/** What surrounds a line of a log where somebody has shown, quoted or coloured it. */
import { BACKSLASH, BELL, CLOSE_BRACKET, ESCAPE, GREATER, OPEN_BRACKET, RETURN, SPACE, TAB } from './ascii.ts'
import { ascii, indexOfByte, startsWith } from './bytes.ts'

export const BYTE_ORDER_MARK = ascii('\ufeff')

/** A part of some bytes. */
export interface Part {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Whether a line has terminal control in it. */
export function hasControl(bytes: Uint8Array, start: number, end: number): boolean {
  return indexOfByte(bytes, ESCAPE, start, end) >= 0
}

/** The line without terminal control (ECMA-48: colours, titles). */
export function withoutControl(bytes: Uint8Array, start: number, end: number): Part {
  const line = bytes.subarray(start, end)
  const out = new Uint8Array(line.length)
  let length = 0
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] as number
    if (byte === ESCAPE) at = sequenceEnd(line, at)
    else out[length++] = byte
  }
  // What was before the last colour is the end of the line now.
  while (length > 0 && out[length - 1] === RETURN) length--
  return { bytes: out, start: 0, end: length }
}

/**
 * The line without what is before it where somebody has shown or quoted it: blanks, carriage returns, the marks of quoted
 * mail (`> `), the byte order mark of a file that `cat` has put in the middle, and the zeros that a crash leaves in a file.
 * Undefined when there is none of these.
 */
export function withoutLead({ bytes, start, end }: Part): Part | undefined {
  let at = start
  while (at < end) {
    if (isLead(bytes[at])) at++
    else if (startsWith(bytes, at, end, BYTE_ORDER_MARK)) at += BYTE_ORDER_MARK.length
    else break
  }
  return at > start ? { bytes, start: at, end } : undefined
}

function isLead(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === GREATER || byte === RETURN || byte === 0
}

/** The last byte of the escape sequence that begins at `at`. */
function sequenceEnd(line: Uint8Array, at: number): number {
  const kind = line[at + 1]
  let last = at + 1
  if (kind === OPEN_BRACKET) {
    // Parameters and intermediates, up to the final byte.
    last++
    while (last < line.length && (line[last] as number) >= 0x20 && (line[last] as number) < 0x40) last++
    return last
  }
  if (kind === CLOSE_BRACKET) {
    // A title, or a link: up to BEL or ESC \.
    while (last < line.length && line[last] !== BELL && line[last] !== ESCAPE) last++
    return line[last] === ESCAPE && line[last + 1] === BACKSLASH ? last + 1 : last
  }
  while (last < line.length && (line[last] as number) >= 0x20 && (line[last] as number) < 0x30) last++
  return last
}
