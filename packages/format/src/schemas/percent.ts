/** Bytes as laurel writes them: text, with `%xx` for what cannot be shown, for `%` and `+`, and for what is no UTF-8. */
import { latin1 } from '@ts-audit/log/internal'
import { isUtf8 } from '../json/utf8.ts'
import { utf8Text } from './texts.ts'

const PERCENT = 0x25
const PLUS = 0x2b
const DEL = 0x7f
const BYTE_ORDER_MARK = '\ufeff'

/** The bytes as text. */
export function percentText(bytes: Uint8Array, start: number, end: number): string {
  let isPlain = true
  let isAscii = true
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number
    if (byte > DEL) isAscii = false
    else if (mustBeEscaped(byte)) isPlain = false
  }
  if (isAscii && isPlain) return latin1(bytes, start, end)
  return escaped(bytes, start, end)
}

function escaped(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; ) {
    const byte = bytes[at] as number
    const length = byte > DEL ? sequenceLength(bytes, at, end) : 1
    if (length === 0 || (length === 1 && mustBeEscaped(byte))) {
      text += percent(byte)
      at++
      continue
    }
    const char = length === 1 ? String.fromCharCode(byte) : utf8Text(bytes, at, at + length)
    if (char === BYTE_ORDER_MARK) text += '%ef%bb%bf'
    else text += char
    at += length
  }
  return text
}

function mustBeEscaped(byte: number): boolean {
  return byte < 0x20 || byte === DEL || byte === PERCENT || byte === PLUS
}

function percent(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`
}

/** How many bytes of UTF-8 begin here; 0 for what is none. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at] as number
  const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0
  return length > 0 && at + length <= end && isUtf8(bytes, at, at + length) ? length : 0
}
