/** SECCOMP, ANOM_PROMISCUOUS and ANOM_ABEND records (spec 01 §5.5 "KERNEL-ANOMALY"). */
import {
  toArch,
  toAuid,
  toComm,
  toExe,
  toGid,
  toPid,
  toSession,
  toSubject,
  toSuccess,
  toSyscall,
  toUid,
} from '../assign.ts'
import { toNeedle } from '../byte-span.ts'
import { hexadecimal, number, numberOrEnd } from '../number-steps.ts'
import { always, DONE, type Procedure, type Step, sequence, when } from '../step.ts'
import { name, word } from '../text-steps.ts'

const ARCH = toNeedle('arch=')

/** Without AUID the first `uid=` is the one inside `auid=` (a quirk). */
export const anomPromiscuous = sequence(
  when('auid', numberOrEnd('auid=', { missing: 1, range: 2 }, toAuid)),
  when('uid', number('uid=', { unterminated: 3, range: 4 }, toUid)),
  when('gid', number('gid=', { unterminated: 5, range: 6 }, toGid)),
  when('session', numberOrEnd('ses=', { range: 7 }, toSession)),
)

const process = (exeMissing: number): readonly Procedure[] => [
  anomPromiscuous,
  when('subject', word('subj=', { unterminated: 8 }, toSubject)),
  when('pid', number('pid=', { unterminated: 10, range: 11 }, toPid)),
  when('comm', name('comm=', { unterminated: 12 }, toComm)),
  when('exe', name('exe=', { missing: exeMissing, unterminated: 13 }, toExe)),
]

const result = when('success', numberOrEnd('res=', { range: 68 }, toSuccess))

/** A record without `arch=` ends there. */
const hasArch: Step = (text) => (text.after(ARCH, text.at) < 0 ? DONE : 0)

export const anomAbend = sequence(...process(0), result)

export const seccomp = sequence(
  ...process(14),
  always(hasArch),
  always(hexadecimal('arch=', { unterminated: 15, range: 16 }, toArch)),
  always(number('syscall=', { missing: 17, unterminated: 18, range: 19 }, toSyscall)),
  result,
)
