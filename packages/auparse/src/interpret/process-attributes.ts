/** Personalities, seccomp verdicts, filter lists and ioctl requests (spec 03 §4.17, §4.24, §4.25, §4.34). */
import { ruleLists } from '@ts-audit/tables/rules'
import { ioctlRequests, lookupName, personalities, seccompActions } from '@ts-audit/tables/values'
import { type Interpreter, named, ofNumber } from './interpreter.ts'

/** PER_MASK and ADDR_NO_RANDOMIZE of linux/personality.h. */
const PERSONALITY = 0xff
const NO_RANDOMIZE = 0x40000

/** SECCOMP_RET_ACTION_FULL of linux/seccomp.h. */
const SECCOMP_ACTION = 0xffff_0000

/** `per`. */
export const personality: Interpreter = ofNumber(16, ({ low }, value) => {
  const name = lookupName(personalities, low & PERSONALITY)
  if (name === undefined) return `unknown-personality(0x${value})`
  return (low & NO_RANDOMIZE) === 0 ? name : `${name}|~ADDR_NO_RANDOMIZE`
})

/** `code` of SECCOMP records. */
export const seccompCode: Interpreter = ofNumber(
  16,
  ({ low }, value) => lookupName(seccompActions, low & SECCOMP_ACTION) ?? `unknown-seccomp-code(${value})`,
)

/** `list`: the filter list of an audit rule. */
export const filterList: Interpreter = named(10, ruleLists, (value) => `unknown-list(${value})`)

/** `ioctlcmd`, and the request argument of ioctl(2). */
export const ioctlRequest: Interpreter = ofNumber(
  16,
  ({ low }) => lookupName(ioctlRequests, low) ?? `0x${low.toString(16)}`,
)
