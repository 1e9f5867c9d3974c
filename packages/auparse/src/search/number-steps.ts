/** The building blocks that read numbers (spec 01 §5.4). */
import type { AssignNumber } from './assign.ts'
import { type Needle, toNeedle } from './byte-span.ts'
import { OUT_OF_RANGE, parseDecimal, parseHexadecimal } from './number.ts'
import type { RecordText } from './record-text.ts'
import type { Step } from './step.ts'

/** Failure codes of a step; where a code is left out, that is no failure (an absent field is skipped). */
export interface NumberCodes {
  readonly missing?: number
  /** No space after the value. */
  readonly unterminated?: number
  readonly range?: number
}

/** NUM: a decimal number that a space must follow; the cursor goes to that space. Of several names the first present counts. */
export function number(names: string | readonly string[], codes: NumberCodes, assign: AssignNumber): Step {
  return terminated(names, codes, assign, parseDecimal)
}

/** As {@link number}, hexadecimal. */
export function hexadecimal(name: string, codes: NumberCodes, assign: AssignNumber): Step {
  return terminated(name, codes, assign, parseHexadecimal)
}

/** NUMEND: a number up to a space or the end of the record; the cursor goes to the space, or to the value at the end. */
export function numberOrEnd(name: string, codes: NumberCodes, assign: AssignNumber): Step {
  const needle = toNeedle(name)
  const { missing = 0, range = 0 } = codes
  return (text, attributes) => {
    const from = text.after(needle, text.at)
    if (from < 0) return missing
    const space = text.space(from)
    const end = space < 0 ? text.end : space
    const value = parseDecimal(text.bytes, from, end)
    if (value === OUT_OF_RANGE) return text.outOfRange(end, range)
    text.at = space < 0 ? from : space
    assign(attributes, value)
    return 0
  }
}

/** The position after the first of several names that occurs at or after the cursor, or -1. */
export function afterFirstOf(text: RecordText, needles: readonly Needle[]): number {
  for (const needle of needles) {
    const found = text.after(needle, text.at)
    if (found >= 0) return found
  }
  return -1
}

type Parse = (bytes: Uint8Array, from: number, end: number) => number

function terminated(
  names: string | readonly string[],
  codes: NumberCodes,
  assign: AssignNumber,
  parse: Parse,
): Step {
  const needles = (typeof names === 'string' ? [names] : names).map(toNeedle)
  const { missing = 0, unterminated = 0, range = 0 } = codes
  return (text, attributes) => {
    const from = afterFirstOf(text, needles)
    if (from < 0) return missing
    const space = text.space(from)
    if (space < 0) return unterminated
    const value = parse(text.bytes, from, space)
    if (value === OUT_OF_RANGE) return text.outOfRange(space, range)
    text.at = space
    assign(attributes, value)
    return 0
  }
}
