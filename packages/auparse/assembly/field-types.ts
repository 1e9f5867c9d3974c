/** The type of a field (packages/tables/src/field-types.ts), which says what its value becomes. */
import { UNTYPED } from './answers'
import { QUOTE } from './ascii'
import { digit } from './bytes'
import { flags, giveUp, IS_EXECVE, IS_RULED } from './current-record'
import { RULED } from './layout'

export const UNCLASSIFIED: i32 = 0
export const UID: i32 = 1
export const GID: i32 = 2
export const SYSCALL: i32 = 3
export const ARCH: i32 = 4
export const EXIT: i32 = 5
export const ESCAPED: i32 = 6
export const FLAGS: i32 = 10
export const A0: i32 = 14
export const A3: i32 = 17
const TTY_DATA: i32 = 20
export const SESSION: i32 = 21
export const ADDR: i32 = 26
export const MAC_LABEL: i32 = 32
export const PROCTITLE: i32 = 33
const HOOK: i32 = 34
export const ESCAPED_KEY: i32 = 38
export const ESCAPED_FILE: i32 = 39
const FAN_TYPE: i32 = 44
const FAN_INFO: i32 = 45

/** The ids of `msg` and `acct`. */
export let message: i32 = UNTYPED
export let account: i32 = UNTYPED

export function setFields(messageId: i32, accountId: i32): void {
  message = messageId
  account = accountId
}

/**
 * The type of a field from what is `known` of its name, which stands from `name` to `nameEnd`, and of its value; gives up what
 * only JavaScript interprets.
 */
export function typeOf(known: i32, name: i32, nameEnd: i32, start: i32, stop: i32): i32 {
  const type = typeInRecord(known, name, nameEnd, start, stop)
  if (type === TTY_DATA || type === HOOK || type === FAN_TYPE || type === FAN_INFO) giveUp()
  return type
}

function typeInRecord(known: i32, name: i32, nameEnd: i32, start: i32, stop: i32): i32 {
  const type = known < 0 ? UNCLASSIFIED : known & 0xff
  if ((flags & IS_EXECVE) !== 0) return isArgumentName(name, nameEnd) ? ESCAPED : type
  if (known < 0) return UNCLASSIFIED
  const id = known >> 8
  if (id === account) {
    if (start < stop && load<u8>(start) === QUOTE) return ESCAPED
    for (let at = start; at < stop; at++) if (digit(load<u8>(at)) > 15) return UNCLASSIFIED
    return ESCAPED
  }
  if ((flags & IS_RULED) !== 0 && load<u8>(RULED + id) !== 0) giveUp()
  return type
}

/** Names of EXECVE arguments: they begin with `a`, are not `argc`, and hold no `_len` (spec 03 §2 rule 1). */
function isArgumentName(start: i32, stop: i32): bool {
  if (start === stop || load<u8>(start) !== 0x61) return false
  if (stop - start <= 3) return true
  if (stop - start === 4 && load<u32>(start) === 0x63677261 /* argc */) return false
  for (let at = start; at + 4 <= stop; at++) if (load<u32>(at) === 0x6e656c5f /* _len */) return false
  return true
}
