/** LOGIN records: an audit uid and a session are set (spec 01 §5.5). */
import { toAuid, toPid, toSession, toUid } from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { OUT_OF_RANGE, parseDecimal } from '../number.ts'
import { afterFirstOf, number } from '../number-steps.ts'
import type { RecordText } from '../record-text.ts'
import { type Step, sequence, when } from '../step.ts'

const SUBJECT = toNeedle('subj=')
const RESULT = toNeedle('res=')
const AUID = ['new auid=', ' auid=', 'new loginuid='].map(toNeedle)
const SESSION = ['new ses=', ' ses='].map(toNeedle)

/** The stored context begins with `subj=` itself (a quirk: no exact criterion finds it). */
const subject: Step = (text, attributes) => {
  const from = text.after(SUBJECT, text.at)
  if (from < 0) return 0
  const space = text.space(from)
  if (space < 0) return 12
  attributes.addContext(text.span(from - SUBJECT.length, space), undefined)
  text.at = space
  return 0
}

const auid: Step = (text, attributes) => {
  const value = numberToSpaceOrEnd(text, afterFirstOf(text, AUID), 7, 8)
  if (value < 0) return -value
  toAuid(attributes, value)
  return 0
}

const success: Step = (text, attributes) => {
  const from = text.after(RESULT, text.at)
  if (from < 0) {
    attributes.success = 1
    return 0
  }
  const value = numberToSpaceOrEnd(text, from, 0, 9)
  if (value < 0) return -value
  attributes.success = value | 0
  return 0
}

const session: Step = (text, attributes) => {
  const value = numberToSpaceOrEnd(text, afterFirstOf(text, SESSION), 14, 11)
  if (value < 0) return -value
  toSession(attributes, value)
  return 0
}

/** The number at a position, or a failure code as a negative number. After a value that ends the record, the cursor starts over. */
function numberToSpaceOrEnd(text: RecordText, from: number, missing: number, range: number): number {
  if (from < 0) return -missing
  const space = text.space(from)
  const end = space < 0 ? text.end : space
  const value = parseDecimal(text.bytes, from, end)
  if (value === OUT_OF_RANGE) return -text.outOfRange(end, range)
  text.at = space < 0 ? text.start : space
  return value
}

export const login = sequence(
  when('pid', number('pid=', { missing: 1, unterminated: 2, range: 3 }, toPid)),
  when('uid', number('uid=', { missing: 4, unterminated: 5, range: 6 }, toUid)),
  when('subject', subject),
  when('auid', auid),
  when('success', success),
  when('session', session),
)
