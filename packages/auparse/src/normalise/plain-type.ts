/** Tells from a record's first bytes that its type is what the log reader says, without decoding them. */
import type { LogRecord } from '@ts-audit/log'
import { NINE, SPACE, UNDERSCORE, UPPER_A, UPPER_Z, ZERO } from '../ascii.ts'

const node = bytesOf('node=')
const type = bytesOf('type=')

function bytesOf(text: string): readonly number[] {
  return Array.from(text, (char) => char.charCodeAt(0))
}

/**
 * True for `type=NAME ` and `node=HOST type=NAME ` with a name of capitals, digits and underscores: then header and
 * first fields say the same. The library reads other spellings differently (spec 04 §1.1).
 */
export function hasPlainType(record: LogRecord): boolean {
  const { bytes, textEnd } = record
  let at = record.start
  if (startsWith(bytes, at, node)) {
    at += node.length
    if (bytes[at] === SPACE) return false
    while (at < textEnd && bytes[at] !== SPACE) at++
    at++
  }
  if (!startsWith(bytes, at, type)) return false
  at += type.length
  const word = at
  while (at < textEnd && isTypeByte(bytes[at] as number)) at++
  return at > word && at < textEnd && bytes[at] === SPACE
}

function startsWith(bytes: Uint8Array, at: number, text: readonly number[]): boolean {
  for (let offset = 0; offset < text.length; offset++) if (bytes[at + offset] !== text[offset]) return false
  return true
}

function isTypeByte(byte: number): boolean {
  return (byte >= UPPER_A && byte <= UPPER_Z) || (byte >= ZERO && byte <= NINE) || byte === UNDERSCORE
}
