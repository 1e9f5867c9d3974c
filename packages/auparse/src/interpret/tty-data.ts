/** Key strokes of TTY records (spec 03 §4.18). */
import { findTtyKey } from '@ts-audit/tables/tty-keys'
import { BACKSLASH, QUOTE } from '../ascii.ts'
import { bytePair, hexLength } from './hex.ts'
import type { Interpreter } from './interpreter.ts'

/** `data`: typed text in quotes and keys by name, `"ls",<ret>`; undefined for fewer than two digits. */
export const ttyData: Interpreter = (value) => {
  if (hexLength(value) !== value.length) return value
  if (value.length < 2) return undefined
  const bytes = new Uint8Array(value.length >> 1)
  for (let at = 0; at < bytes.length; at++) bytes[at] = bytePair(value, 2 * at)
  return keyStrokes(bytes)
}

function keyStrokes(bytes: Uint8Array): string {
  let text = ''
  let quoted = false
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0
    const key = isControl(byte) ? findTtyKey(bytes, at) : undefined
    if (key !== undefined) {
      if (quoted) text += '"'
      quoted = false
      text += `${text === '' ? '' : ','}<${key.name}>`
      at += key.bytes.length
      continue
    }
    if (!quoted) text += text === '' ? '"' : ',"'
    quoted = true
    text += typedCharacter(byte)
    at++
  }
  return quoted ? `${text}"` : text
}

function typedCharacter(byte: number): string {
  if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`
  const char = String.fromCharCode(byte)
  return byte === QUOTE || byte === BACKSLASH ? `\\${char}` : char
}

function isControl(byte: number): boolean {
  return byte < 0x20 || (byte >= 0x7f && byte <= 0x9f)
}
