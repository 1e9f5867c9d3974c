/** Messages of the audit daemon itself (spec 01 §5.5 "Daemon A" and "Daemon B"). */
import { CLOSE_PAREN, COLON, LOWER_A, LOWER_Z } from '../../ascii.ts'
import { toAuid, toPid, toSession, toSubject, toUidWithoutName } from '../assign.ts'
import { latin1Bytes, startsWith, toNeedle } from '../byte-span.ts'
import { number } from '../number-steps.ts'
import type { RecordText } from '../record-text.ts'
import { always, fromMark, type Procedure, type Step, sequence, when } from '../step.ts'
import { wordOrEnd } from '../text-steps.ts'

const RESULT = toNeedle('res=')
const ADDRESS = toNeedle('addr=')
const FAILED = latin1Bytes('failed')

/** The fields follow the stamp, which ends at the first parenthesis. */
const skipStamp: Step = (text) => {
  const close = text.findByte(CLOSE_PAREN, text.start)
  text.at = close < 0 ? text.start : close
  text.mark = text.at
  return 0
}

/** A run of letters; a word that begins with `failed` is a failure, any other a success. */
function result(empty: number): Step {
  return (text, attributes) => {
    const from = text.after(RESULT, text.at)
    if (from < 0) return 0
    const end = lettersEnd(text, from)
    if (end === from) return empty
    attributes.success = startsWith(text.bytes, FAILED, from, end) ? 0 : 1
    return 0
  }
}

function lettersEnd(text: RecordText, from: number): number {
  let at = from
  while (at < text.end) {
    const lower = (text.bytes[at] ?? 0) | 0x20
    if (lower < LOWER_A || lower > LOWER_Z) break
    at++
  }
  return at
}

const fields = sequence(
  when('auid', number('auid=', { missing: 1, unterminated: 2, range: 3 }, toAuid)),
  when('pid', number('pid=', { missing: 4, unterminated: 5, range: 6 }, toPid)),
  when('uidNumber', fromMark(number(' uid=', { unterminated: 7, range: 8 }, toUidWithoutName))),
  when('session', number('ses=', { unterminated: 9, range: 10 }, toSession)),
  when('subject', wordOrEnd('subj=', toSubject)),
  when('success', fromMark(result(12))),
)

/** DAEMON_START, END, ABORT, CONFIG, ROTATE and RESUME. */
export const daemonChange: Procedure = (active) =>
  fields(active) === undefined ? undefined : sequence(always(skipStamp), fields)(active)

const host: Step = (text, attributes) => {
  const from = text.after(ADDRESS, text.at)
  if (from < 0) return 0
  const colon = text.findByte(COLON, from)
  const end = colon < 0 ? text.space(from) : colon
  if (end < 0) return 1
  attributes.host = text.span(from, end)
  text.at = end
  return 0
}

/** DAEMON_ACCEPT and DAEMON_CLOSE. */
export const daemonConnection = sequence(when('host', host), when('success', result(2)))
