/** What surrounds a line of a log where somebody has shown, quoted or coloured it. */
import { ESCAPE, GREATER, OPEN_BRACKET, SPACE, TAB } from './ascii.ts'

/** A part of some bytes. */
export interface Part {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/**
 * The line without colours (ECMA-48 control sequences), leading blanks and the marks of quoted mail (`> `); undefined when
 * it has none of them.
 */
export function cleanLine(bytes: Uint8Array, start: number, end: number): Part | undefined {
  const colour = bytes.indexOf(ESCAPE, start)
  const coloured = colour >= 0 && colour < end
  const line = coloured ? withoutColours(bytes.subarray(start, end)) : bytes
  const lineEnd = coloured ? line.length : end
  let at = coloured ? 0 : start
  while (at < lineEnd && (line[at] === SPACE || line[at] === TAB || line[at] === GREATER)) at++
  return coloured || at > start ? { bytes: line, start: at, end: lineEnd } : undefined
}

function withoutColours(line: Uint8Array): Uint8Array {
  const out = new Uint8Array(line.length)
  let length = 0
  for (let at = 0; at < line.length; at++) {
    const byte = line[at] as number
    if (byte !== ESCAPE) {
      out[length++] = byte
      continue
    }
    if (line[at + 1] !== OPEN_BRACKET) continue
    at += 2
    // Parameters and intermediates, up to the final byte.
    while (at < line.length && (line[at] as number) >= 0x20 && (line[at] as number) < 0x40) at++
  }
  return out.subarray(0, length)
}
