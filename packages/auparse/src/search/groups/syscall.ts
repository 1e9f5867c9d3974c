/** System calls and io_uring operations (spec 01 §5.5 "SYSCALL"). */
import { toArch, toSyscall } from '../assign.ts'
import { latin1Bytes, startsWith, toNeedle } from '../byte-span.ts'
import { parseInteger } from '../number.ts'
import { hexadecimal, number } from '../number-steps.ts'
import { IO_URING } from '../search-attributes.ts'
import { always, type Procedure, type Step, sequence, when } from '../step.ts'
import { keys } from './keys.ts'
import { task } from './task.ts'
import { readUsualCall } from './usual-syscall.ts'

const SUCCESS = toNeedle('success=')
const EXIT = toNeedle('exit=')
const YES = latin1Bytes('yes')

const success: Step = (text, attributes) => {
  const from = text.after(SUCCESS, text.at)
  if (from < 0) return 0
  const space = text.space(from)
  if (space < 0) return 7
  attributes.success = space - from === YES.length && startsWith(text.bytes, YES, from, space) ? 1 : 0
  text.at = space
  return 0
}

const exit: Step = (text, attributes) => {
  const from = text.after(EXIT, text.at)
  if (from < 0) return 8
  const space = text.space(from)
  if (space < 0) return 9
  const value = parseInteger(text.bytes, from, space)
  if (value === undefined) return text.outOfRange(space, 10)
  attributes.exit = value
  text.at = space
  return 0
}

/** The arguments are needed by the interpretation of other fields; here they are only checked. */
const argument = (field: string): Step =>
  hexadecimal(field, { missing: 11, unterminated: 12, range: 13 }, () => undefined)

/** TASK has a cursor of its own. */
const process: Procedure = (active) => {
  const inner = task(active)
  if (inner === undefined) return undefined
  return (text, attributes) => {
    const after = text.at
    text.at = text.start
    const code = inner(text, attributes)
    text.at = after
    return code
  }
}

const key = when('key', keys({ unterminated: 44, undecodable: 45 }))

const behindArguments = sequence(process, key)

const callStepByStep = sequence(
  when('arch', hexadecimal('arch=', { missing: 1, unterminated: 2, range: 3 }, toArch)),
  always(number('syscall=', { missing: 4, unterminated: 5, range: 6 }, toSyscall)),
  when('success', success),
  when('exit', exit),
  always(argument('a0=')),
  always(argument('a1=')),
  behindArguments,
)

/** Reads the usual form in one pass, any other step by step. */
export const syscall: Procedure = (active) => {
  const stepByStep = callStepByStep(active) as Step
  const rest = behindArguments(active)
  return (text, attributes) => {
    if (!readUsualCall(text, attributes, active)) return stepByStep(text, attributes)
    if (rest === undefined) return 0
    // What was read is numbers and names that are none of TASK's: its steps need not look there.
    const { start } = text
    text.start = text.at
    const code = rest(text, attributes)
    text.start = start
    return code
  }
}

export const ioUring = sequence(
  always(
    number('uring_op=', { missing: 4, unterminated: 5, range: 6 }, (attributes, value) => {
      toSyscall(attributes, value)
      attributes.arch = IO_URING
    }),
  ),
  when('success', success),
  when('exit', exit),
  process,
  key,
)
