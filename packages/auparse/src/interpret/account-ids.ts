/** User and group ids (spec 03 §4.1, §4.2). */

import type { Base } from './integers.ts'
import { type Interpreter, ofNumber } from './interpreter.ts'

/** (uid_t) -1: the id of a process without a login. */
const UNSET = 0xffff_ffff

/** User ids written in `base`. */
export function userId(base: Base): Interpreter {
  return ofNumber(base, ({ low }, _value, { context }) =>
    accountText(low, (uid) => context.accounts.userName(uid)),
  )
}

/** Group ids written in `base`. */
export function groupId(base: Base): Interpreter {
  return ofNumber(base, ({ low }, _value, { context }) =>
    accountText(low, (gid) => context.accounts.groupName(gid)),
  )
}

/** `root` and `unset` are never looked up. */
function accountText(id: number, nameOf: (id: number) => string | undefined): string {
  if (id === 0) return 'root'
  if (id === UNSET) return 'unset'
  return nameOf(id) ?? `unknown(${id | 0})`
}
