/** The fields of a user message that follow its account (spec 01 §5.5 "User messages" steps 14 to 18). */
import { CLOSE_PAREN, COMMA, QUESTION_MARK, QUOTE } from '../../ascii.ts'
import { toCwd, toExe } from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { decodeValue, hexRunEnd } from '../decode.ts'
import type { RecordText } from '../record-text.ts'
import type { Step } from '../step.ts'
import { legacyName } from '../text-steps.ts'

const ACCOUNT = toNeedle('acct=')
const HOSTNAME = toNeedle('hostname=')
const ADDRESS = toNeedle('addr=')
const TERMINAL = toNeedle('terminal=')

/** Later steps search from here. */
export const setMark: Step = (text) => {
  text.mark = text.at
  return 0
}

/** `acct=` never fails. In quotes it counts only for an event without one; the cursor moves past it. */
export const account: Step = (text, attributes) => {
  text.at = text.mark
  const from = text.after(ACCOUNT, text.at)
  if (from < 0) return 0
  const quoted = from < text.end && text.bytes[from] === QUOTE
  const start = quoted ? from + 1 : from
  const stop = quoted ? text.findByte(QUOTE, start) : text.space(start)
  const end = stop < 0 ? text.end : stop
  text.at = end
  if (quoted) {
    attributes.account ??= text.span(start, end)
    return 0
  }
  const encoded = hexRunEnd(text.bytes, start, end) === end
  attributes.account = encoded ? decodeValue(text.bytes, start, end) : text.span(start, end)
  return 0
}

/** A value ends at the next comma, wherever that is, or else at the next space (a quirk of older log lines). */
function listEnd(text: RecordText, from: number): number {
  const comma = text.findByte(COMMA, from)
  return comma < 0 ? text.space(from) : comma
}

export const host: Step = (text, attributes) => {
  const from = text.after(HOSTNAME, text.at)
  if (from < 0) return 0
  const end = listEnd(text, from)
  if (end < 0) return 17
  attributes.host = text.span(from, end)
  text.at = end
  if (end - from !== 1 || text.bytes[from] !== QUESTION_MARK) return 0
  const address = text.after(ADDRESS, end)
  if (address < 0) return 0
  const addressEnd = listEnd(text, address)
  if (addressEnd < 0) return 18
  attributes.host = text.span(address, addressEnd)
  text.at = addressEnd
  return 0
}

export const workingDirectory: Step = legacyName('cwd=', { unterminated: 20 }, toCwd)

export const exe: Step = legacyName('exe=', { unterminated: 26 }, toExe)

/** A terminal that ends at a parenthesis leaves a space in its place, which later steps and the output see. */
export const terminal: Step = (text, attributes) => {
  const from = text.after(TERMINAL, text.at)
  if (from < 0) return 0
  const space = text.space(from)
  const end = space < 0 ? text.findByte(CLOSE_PAREN, from) : space
  if (end < 0) return 19
  attributes.terminal = text.span(from, end)
  text.overwrite(end)
  return 0
}
