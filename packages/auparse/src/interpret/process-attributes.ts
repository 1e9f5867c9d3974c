/** Personalities, seccomp verdicts, ioctl requests and how paths are resolved (spec 03 §4.24, §4.25, §4.34, §4.37). */
import { resolveFlags } from '@ts-audit/tables/flags'
import { ioctlRequests, lookupName, personalities, seccompActions } from '@ts-audit/tables/values'
import { flagWord, type Interpreter, ofNumber } from './interpreter.ts'

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

/** `ioctlcmd`, and the request argument of ioctl(2). */
export const ioctlRequest: Interpreter = ofNumber(
  16,
  ({ low }) => lookupName(ioctlRequests, low) ?? `0x${low.toString(16)}`,
)

/** `resolve` of openat2(2). */
export const resolve: Interpreter = flagWord(resolveFlags)
