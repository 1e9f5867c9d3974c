/** What surrounds a line of a log where somebody has shown, quoted or coloured it. */
import { BACKSLASH, BELL, CLOSE_BRACKET, ESCAPE, GREATER, OPEN_BRACKET, RETURN, SPACE, TAB } from './ascii.ts'
import { ascii, indexOfByte, startsWith } from './bytes.ts'

const BYTE_ORDER_MARK = ascii('\ufeff')

/** A part of some bytes. */
export interface Part {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/**
 * The line without terminal control (ECMA-48: colours, titles), leading blanks, carriage returns and the marks of quoted
 * mail (`> `), and without the byte order mark of a file that `cat` has put in the middle; undefined when it has none of
 * them.
 */
export function cleanLine(bytes: Uint8Array, start: number, end: number): Part | undefined {
  const coloured = indexOfByte(bytes, ESCAPE, start, end) >= 0
  const line = coloured ? withoutControl(bytes.subarray(start, end)) : bytes
  let lineEnd = coloured ? line.length : end
  let at = coloured ? 0 : start
  while (at < lineEnd) {
    if (isLead(line[at])) at++
    else if (startsWith(line, at, lineEnd, BYTE_ORDER_MARK)) at += BYTE_ORDER_MARK.length
    else break
  }
  while (lineEnd > at && line[lineEnd - 1] === RETURN) lineEnd--
  return coloured || at > start ? { bytes: line, start: at, end: lineEnd } : undefined
}

/** Whether a line has terminal control in it. */
export function hasControl(bytes: Uint8Array, start: number, end: number): boolean {
  return indexOfByte(bytes, ESCAPE, start, end) >= 0
}

function isLead(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === GREATER || byte === RETURN
}

function withoutControl(line: Uint8Array): Uint8Array {
  const out = new Uint8Array(line.length)
  let length = 0
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] as number
    if (byte === ESCAPE) at = sequenceEnd(line, at)
    else out[length++] = byte
  }
  return out.subarray(0, length)
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
