/** The process that caused an event: the steps that SYSCALL records share with others (spec 01 §5.5 "TASK"). */
import { LOWER_A } from '../../ascii.ts'
import {
  type AssignNumber,
  toAuid,
  toComm,
  toEgid,
  toEuid,
  toExe,
  toGid,
  toPid,
  toPpid,
  toSession,
  toSubject,
  toSuccess,
  toTerminal,
  toUid,
} from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { type NumberCodes, number, numberOrEnd } from '../number-steps.ts'
import type { RecordText } from '../record-text.ts'
import { fromStart, type Step, sequence, when } from '../step.ts'
import { name, word } from '../text-steps.ts'

const UID = toNeedle('uid=')

/** FEATURE_CHANGE, ANOM_LINK and DM_CTRL; SYSCALL and URINGOP run it as a part. */
export const task = sequence(
  when('ppid', number('ppid=', { unterminated: 14, range: 15 }, toPpid)),
  when('pid', number(' pid=', { missing: 16, unterminated: 17, range: 18 }, toPid)),
  when('auid', number(['auid=', 'loginuid='], { missing: 19, unterminated: 20, range: 21 }, toAuid)),
  when('uid', ownUid({ missing: 22, unterminated: 23, range: 24 }, toUid)),
  when('gid', number('gid=', { missing: 25, unterminated: 26, range: 27 }, toGid)),
  when('euid', number('euid=', { missing: 28, unterminated: 29, range: 30 }, toEuid)),
  when('egid', number('egid=', { missing: 31, unterminated: 32, range: 33 }, toEgid)),
  when('terminal', word('tty=', { unterminated: 34 }, toTerminal)),
  when('session', number('ses=', { unterminated: 35, range: 36 }, toSession)),
  when('comm', name('comm=', { missing: 38, unterminated: 37 }, toComm)),
  when('exe', fromStart(name('exe=', { missing: 40, unterminated: 39 }, toExe))),
  when('subject', word('subj=', { unterminated: 41 }, toSubject)),
  when('success', numberOrEnd('res=', { range: 43 }, toSuccess)),
)

/** `uid=` that is not the end of `auid=`. */
function ownUid(codes: NumberCodes, assign: AssignNumber): Step {
  const read = number('uid=', codes, assign)
  return (text, attributes) => {
    skipAuid(text)
    return read(text, attributes)
  }
}

function skipAuid(text: RecordText): void {
  for (;;) {
    const found = text.after(UID, text.at) - UID.length
    if (found <= text.start || text.bytes[found - 1] !== LOWER_A) return
    text.at = found + 1
  }
}
