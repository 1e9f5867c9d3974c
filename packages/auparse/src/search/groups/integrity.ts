/** INTEGRITY and TTY records (spec 01 §5.5), whose uid is always taken for root. */
import { toAuid, toComm, toPid, toSession, toSubject, toSuccess, toUid } from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { number, numberOrEnd } from '../number-steps.ts'
import { readPathValue } from '../path-value.ts'
import { always, fromStart, type Step, sequence, when } from '../step.ts'
import { name, word } from '../text-steps.ts'

const UID = toNeedle(' uid=')
const NAME = toNeedle(' name=')

/** Whatever number the record has, uid becomes 0 (a quirk). */
const rootUid: Step = (text, attributes) => {
  const from = text.after(UID, text.at)
  if (from < 0) return 0
  const space = text.space(from)
  if (space < 0) return 3
  toUid(attributes, 0)
  text.at = space
  return 0
}

const measuredFile: Step = (text, attributes) => {
  const from = text.after(NAME, text.at)
  return from < 0 || readPathValue(text, from, attributes) === 0 ? 0 : 8
}

export const integrity = sequence(
  always(number('pid=', { unterminated: 1, range: 2 }, toPid)),
  when('uid', rootUid),
  when('auid', fromStart(number('auid=', { unterminated: 5, range: 6 }, toAuid))),
  when('session', number('ses=', { unterminated: 10, range: 11 }, toSession)),
  when('subject', word('subj=', { unterminated: 12 }, toSubject)),
  when('comm', name('comm=', { unterminated: 7 }, toComm)),
  when('file', measuredFile),
  when('success', numberOrEnd('res=', { range: 9 }, toSuccess)),
)

export const tty = sequence(
  when('pid', number('pid=', { unterminated: 1, range: 2 }, toPid)),
  when('uid', rootUid),
  when('auid', numberOrEnd('auid=', { missing: 5, range: 6 }, toAuid)),
  when('session', number('ses=', { unterminated: 7, range: 8 }, toSession)),
  when('comm', name('comm=', { unterminated: 11 }, toComm)),
)
