/** Rule keys: a quoted value is one key, an encoded value may hold several with byte 1 between them. */
import { QUOTE } from '../../ascii.ts'
import { type ByteSpan, toNeedle } from '../byte-span.ts'
import { decodeValue } from '../decode.ts'
import type { Step } from '../step.ts'

const KEY = toNeedle('key=')
const SEPARATOR = 0x01

/** Finds `key=` at the cursor, which goes to the closing quote if there is one. */
export function keys(codes: { readonly unterminated: number; readonly undecodable: number }): Step {
  return (text, attributes) => {
    const from = text.after(KEY, text.at)
    if (from < 0) return 0
    attributes.keys ??= []
    if (from < text.end && text.bytes[from] === QUOTE) {
      const quote = text.findByte(QUOTE, from + 1)
      if (quote < 0) return codes.unterminated
      attributes.keys.push(text.span(from + 1, quote))
      text.at = quote
      return 0
    }
    const joined = decodeValue(text.bytes, from, text.end)
    if (joined === undefined) return codes.undecodable
    splitKeys(joined, attributes.keys)
    return 0
  }
}

function splitKeys(joined: ByteSpan, into: ByteSpan[]): void {
  const { bytes, end } = joined
  let start = joined.start
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] !== SEPARATOR) continue
    if (at > start) into.push({ bytes, start, end: at })
    start = at + 1
  }
}
