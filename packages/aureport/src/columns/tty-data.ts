/** What was typed: the `data=` of the first record, decoded to text and named keys (spec 05 §7.5). */
import { recordText } from '@ts-audit/log'
import { findTtyKey } from '@ts-audit/tables/tty-keys'
import { BACKSLASH, QUOTE } from '../ascii.ts'
import type { ReportRow } from '../report-row.ts'
import type { Column } from './column.ts'

const FIELD = 'data='
const NOT_HEX = /[^0-9a-fA-F]/

/** The keystrokes; the line of an event without any breaks off after the date. */
export const keystrokes: Column<string | null> = {
  write: (row, out) => out.text(keystrokesOf(row) ?? ''),
  value: (row) => keystrokesOf(row) ?? null,
}

/** The keystrokes as printed, or undefined when the first record has no `data=`. */
export function keystrokesOf({ event }: ReportRow): string | undefined {
  const [first] = event.records
  if (first === undefined) return undefined
  const text = recordText(first)
  const found = text.indexOf(FIELD)
  if (found < 0) return undefined
  const rest = text.slice(found + FIELD.length)
  const space = rest.lastIndexOf(' ')
  return describeKeystrokes(space < 0 ? rest : rest.slice(0, space))
}

/** `6C730D1B5B41` → `"ls",<ret>,<up>`; what is not hexadecimal stays as it is. */
export function describeKeystrokes(text: string): string {
  if (NOT_HEX.test(text)) return text
  if (text.length < 2) return `conversion error(${text})`
  const bytes = decodePairs(text)
  const parts: string[] = []
  let typed = ''
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] as number
    const key = mayBeKey(byte) ? findTtyKey(bytes, at) : undefined
    if (key === undefined) {
      typed += quotedByte(byte)
      at++
      continue
    }
    if (typed !== '') parts.push(`"${typed}"`)
    typed = ''
    parts.push(`<${key.name}>`)
    at += key.bytes.length
  }
  if (typed !== '') parts.push(`"${typed}"`)
  return parts.join(',')
}

function decodePairs(digits: string): Uint8Array {
  const bytes = new Uint8Array(digits.length >> 1)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16)
  return bytes
}

function mayBeKey(byte: number): boolean {
  return byte < 0x20 || (byte >= 0x7f && byte <= 0x9f)
}

function quotedByte(byte: number): string {
  if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`
  return byte === QUOTE || byte === BACKSLASH ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte)
}
