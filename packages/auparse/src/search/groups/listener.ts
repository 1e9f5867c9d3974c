/** NETFILTER_CFG and EVENT_LISTENER records (spec 01 §5.5 "LISTENER"), which only fill what is still unknown. */
import {
  toAuid,
  toComm,
  toExe,
  toPid,
  toSession,
  toSubject,
  toSuccess,
  toTerminal,
  toUid,
} from '../assign.ts'
import { textSpan, toNeedle } from '../byte-span.ts'
import { number, numberOrEnd } from '../number-steps.ts'
import type { RecordText } from '../record-text.ts'
import { NOT_RECORDED, type SearchAttributes, UNSET, UNSET_ID } from '../search-attributes.ts'
import { fromStart, type Step, sequence, when } from '../step.ts'
import { name, word } from '../text-steps.ts'

const NO_TERMINAL = textSpan('(none)')
const NO_EXE = textSpan('(null)')

/** A step that runs only for an event that lacks something. */
function unless(present: (attributes: SearchAttributes) => boolean, step: Step): Step {
  return (text, attributes) => (present(attributes) ? 0 : step(text, attributes))
}

/** A step, or what an event gets when there is no such field. */
function orElse(
  field: string,
  fill: (attributes: SearchAttributes, text: RecordText) => void,
  step: Step,
): Step {
  const needle = toNeedle(field)
  return (text, attributes) => {
    if (text.after(needle, text.at) >= 0) return step(text, attributes)
    fill(attributes, text)
    return 0
  }
}

const pid = number(' pid=', { missing: 54, unterminated: 52, range: 53 }, toPid)
const uid = orElse(
  'uid=',
  (attributes) => toUid(attributes, 0),
  number('uid=', { unterminated: 55, range: 56 }, toUid),
)
const auid = orElse(
  'auid=',
  (attributes) => toAuid(attributes, UNSET_ID),
  number('auid=', { unterminated: 57, range: 58 }, toAuid),
)
const terminal = orElse(
  'tty=',
  (attributes, text) => toTerminal(attributes, NO_TERMINAL, text),
  word('tty=', { unterminated: 59 }, toTerminal),
)
const session = orElse(
  'ses=',
  (attributes) => toSession(attributes, UNSET_ID),
  number('ses=', { unterminated: 60, range: 61 }, toSession),
)
const subject = word('subj=', { missing: 64, unterminated: 62 }, toSubject)
const comm = name('comm=', { missing: 66, unterminated: 65 }, toComm)
const exe = fromStart(
  orElse(
    'exe=',
    (attributes, text) => toExe(attributes, NO_EXE, text),
    name('exe=', { unterminated: 67 }, toExe),
  ),
)

export const listener = sequence(
  when(
    'pid',
    unless((event) => event.pid !== UNSET, pid),
  ),
  when(
    'uid',
    unless((event) => event.uid !== UNSET_ID, uid),
  ),
  when(
    'auid',
    unless((event) => event.auid !== NOT_RECORDED, auid),
  ),
  when(
    'terminal',
    unless((event) => event.terminal !== undefined, terminal),
  ),
  when(
    'session',
    unless((event) => event.session !== NOT_RECORDED, session),
  ),
  when(
    'subject',
    unless((event) => event.contexts !== undefined, subject),
  ),
  when(
    'comm',
    unless((event) => event.comm !== undefined, comm),
  ),
  when(
    'exe',
    unless((event) => event.exe !== undefined, exe),
  ),
  when('success', numberOrEnd('res=', { range: 69 }, toSuccess)),
)
