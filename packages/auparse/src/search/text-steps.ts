/** The building blocks that read texts (spec 01 §5.4). */
import { QUOTE } from '../ascii.ts'
import type { AssignText } from './assign.ts'
import { toNeedle } from './byte-span.ts'
import { decodeValue, hexRunEnd } from './decode.ts'
import type { Step } from './step.ts'

/** Failure codes of a step; where a code is left out, that is no failure (an absent field is skipped). */
export interface TextCodes {
  readonly missing?: number
  /** No space, or no closing quote, after the value. */
  readonly unterminated?: number
}

/** WORD: the bytes up to the next space, to which the cursor goes. */
export function word(name: string, codes: TextCodes, assign: AssignText): Step {
  const needle = toNeedle(name)
  const { missing = 0, unterminated = 0 } = codes
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return missing
    const space = text.space(from)
    if (space < 0) return unterminated
    assign(attributes, text.span(from, space), text)
    text.at = space
    return 0
  }
}

/** WORDEND: the bytes up to the next space or the end; the cursor goes to the space, or to the value at the end. */
export function wordOrEnd(name: string, assign: AssignText): Step {
  const needle = toNeedle(name)
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return 0
    const space = text.space(from)
    assign(attributes, text.span(from, space < 0 ? text.end : space), text)
    text.at = space < 0 ? from : space
    return 0
  }
}

/** NAME: in quotes, after which the cursor stands at the closing one; or encoded, which leaves the cursor. */
export function name(field: string, codes: TextCodes, assign: AssignText): Step {
  const needle = toNeedle(field)
  const { missing = 0, unterminated = 0 } = codes
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return missing
    if (from >= text.end || text.bytes[from] !== QUOTE) {
      assign(attributes, decodeValue(text.bytes, from, text.end), text)
      return 0
    }
    const quote = text.findByte(QUOTE, from + 1)
    if (quote < 0) return unterminated
    assign(attributes, text.span(from + 1, quote), text)
    text.at = quote
    return 0
  }
}

/** LEGACY: as NAME in quotes; else a word, which is decoded when it has nothing but hexadecimal digits. */
export function legacyName(field: string, codes: TextCodes, assign: AssignText): Step {
  const needle = toNeedle(field)
  const { missing = 0, unterminated = 0 } = codes
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return missing
    if (from < text.end && text.bytes[from] === QUOTE) {
      const quote = text.findByte(QUOTE, from + 1)
      if (quote < 0) return unterminated
      assign(attributes, text.span(from + 1, quote), text)
      text.at = quote
      return 0
    }
    const space = text.space(from)
    const end = space < 0 ? text.end : space
    const encoded = hexRunEnd(text.bytes, from, end) === end
    assign(attributes, encoded ? decodeValue(text.bytes, from, end) : text.span(from, end), text)
    text.at = end
    return 0
  }
}
