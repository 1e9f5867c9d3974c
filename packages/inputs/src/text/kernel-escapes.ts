/** `\xNN`, as the kernel's log shows bytes that cannot be printed. */
import { BACKSLASH } from '../ascii.ts'
import { indexOfByte } from '../bytes.ts'
import type { Part } from '../clean-line.ts'

/** Which of them are undone: `/dev/kmsg` escapes its backslashes too, dmesg shows them as they are. */
export type EscapeRule = 'all' | 'unprintable'

/** The text without its escapes; undefined where there is none to undo. */
export function withoutKernelEscapes(
  bytes: Uint8Array,
  start: number,
  end: number,
  rule: EscapeRule,
): Part | undefined {
  const first = indexOfByte(bytes, BACKSLASH, start, end)
  if (first < 0) return undefined
  const out = new Uint8Array(end - start)
  let length = 0
  for (let at = start; at < end; at++) {
    const code = bytes[at] === BACKSLASH ? escapeAt(bytes, at, end) : -1
    if (code < 0 || (rule === 'unprintable' && isPrintable(code))) out[length++] = bytes[at] as number
    else {
      out[length++] = code
      at += 3
    }
  }
  return length === end - start ? undefined : { bytes: out, start: 0, end: length }
}

function escapeAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at < 4 || bytes[at + 1] !== 0x78) return -1
  const high = hexDigit(bytes[at + 2])
  const low = hexDigit(bytes[at + 3])
  return high < 0 || low < 0 ? -1 : high * 16 + low
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1
}

function isPrintable(code: number): boolean {
  return code >= 0x20 && code < 0x7f
}
