/** JSON strings written into bytes: what is plain ASCII byte by byte, the rest by way of a text. */
import type { ByteSink } from '@ts-audit/auparse/internal'
import { latin1 } from '@ts-audit/log/internal'
import { BACKSLASH, QUOTE, ZERO } from '../ascii.ts'
import { base64Text, isUtf8, utf8Text } from './utf8.ts'

const PLAIN = 0
const UNICODE = 1
const NOT_ASCII = 2
/** The most bytes one byte of ASCII becomes: `\u001d`. */
const WIDEST = 6

/** By byte: how it is written in a string; above 2, the letter after its backslash. */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return NOT_ASCII
  if (byte === QUOTE || byte === BACKSLASH) return byte
  const short = '\b\t\n\f\r'.indexOf(String.fromCharCode(byte))
  if (short >= 0) return 'btnfr'.charCodeAt(short)
  return byte < 0x20 || byte === 0x7f ? UNICODE : PLAIN
})

/** The same for assembly/record.ts: 0 plain, 1 by its number, else the letter after the backslash. */
export const stringEscapes = KINDS.subarray(0, 0x80)

const encoder = new TextEncoder()

/**
 * What a terminal may obey or hide, and what some programs take for the end of a line: C1 controls, U+2028, U+2029,
 * bidirectional, zero-width and tag characters. Escaped in JSON they are the same characters to every parser.
 */
const HARMFUL =
  /[\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g

/** A text as a JSON string, with nothing in it that steers a terminal. */
export function jsonString(text: string): string {
  return jsonText(text)
}

/** A value as JSON, likewise. */
export function jsonText(value: string | object): string {
  return JSON.stringify(value).replace(HARMFUL, (found) => found.split('').map(unicodeEscape).join(''))
}

/** A text as the content of a JSON string: its UTF-8, one character per byte, as {@link ByteSink.writeText} takes it. */
export function stringContent(text: string): string {
  const bytes = encoder.encode(jsonString(text))
  return latin1(bytes, 1, bytes.length - 1)
}

/** True when as many bytes are the same at two positions. */
export function isSameBytes(
  a: Uint8Array,
  aStart: number,
  b: Uint8Array,
  bStart: number,
  length: number,
): boolean {
  for (let at = 0; at < length; at++) if (a[aStart + at] !== b[bStart + at]) return false
  return true
}

/**
 * Writes bytes of ASCII as the content of a JSON string. False, with nothing written, where another byte is among them.
 * Hot: it writes into the sink's buffer itself.
 */
export function writeAscii(bytes: Uint8Array, start: number, end: number, out: ByteSink): boolean {
  out.ensure((end - start) * WIDEST)
  const target = out.bytes
  let to = out.length
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    const kind = KINDS[byte] as number
    if (kind === PLAIN) target[to++] = byte
    else if (kind === NOT_ASCII) return false
    else {
      target[to++] = BACKSLASH
      if (kind !== UNICODE) target[to++] = kind
      else {
        target[to++] = 0x75
        target[to++] = ZERO
        target[to++] = ZERO
        target[to++] = hexDigit(byte >> 4)
        target[to++] = hexDigit(byte & 15)
      }
    }
  }
  out.length = to
  return true
}

/** What stands before the content of a member: as text, and as base64. */
export interface MemberHead {
  readonly plain: Uint8Array
  readonly base64: Uint8Array
}

/** `,"NAME":"` and `,"NAMEBase64":"`, or the first of an object without the comma. */
export function memberHead(name: string, before = ','): MemberHead {
  return {
    plain: encoder.encode(`${before}"${name}":"`),
    base64: encoder.encode(`${before}"${name}Base64":"`),
  }
}

/** Writes a member whose value is bytes: a string, or base64 where they are not UTF-8. False for bytes beyond ASCII. */
export function writeMember(
  head: MemberHead,
  bytes: Uint8Array,
  start: number,
  end: number,
  out: ByteSink,
): boolean {
  const { length } = out
  out.writeBytes(head.plain)
  const isAscii = writeAscii(bytes, start, end, out)
  if (!isAscii) {
    out.length = length
    if (isUtf8(bytes, start, end)) {
      out.writeBytes(head.plain)
      const text = encoder.encode(jsonString(utf8Text(bytes, start, end)))
      out.writeBytes(text, 1, text.length - 1)
    } else {
      out.writeBytes(head.base64)
      out.writeText(base64Text(bytes, start, end))
    }
  }
  out.writeByte(QUOTE)
  return isAscii
}

function hexDigit(value: number): number {
  return value < 10 ? ZERO + value : 0x57 + value
}

function unicodeEscape(codeUnit: string): string {
  return `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`
}
