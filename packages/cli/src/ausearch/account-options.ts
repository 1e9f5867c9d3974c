/** Options that name users and groups. */

import { argumentOf, refuse } from '../options/argument.ts'
import { UsageError } from '../options/command-table.ts'
import { parseSigned32, parseUnsigned, startsWithDigit, UINT32_MAX } from '../options/numbers.ts'
import type { AusearchContext, AusearchOption, CriteriaOptions, UserOption } from './options.ts'

type UserPart = 'uid' | 'euid' | 'auid' | 'anyUid'
type GroupPart = 'gid' | 'egid' | 'anyGid'

/** For sessions -1 is a value of its own, and -2 means "not set": asking for it asks for nothing (spec 01 §6.4). */
export const UNSET_LOGIN = UINT32_MAX - 1

export const accountOptions: readonly AusearchOption[] = [
  // The reference swaps the texts of -ui and -ue.
  userOption(['-ui', '--uid'], 'uid', 'user id or name', 'Effective user'),
  userOption(['-ue', '--uid-effective'], 'euid', 'effective user id or name', 'User'),
  loginUserOption(),
  userOption(['-ua', '--uid-all'], 'anyUid', 'user, effective user or login user id or name', 'User'),
  groupOption(['-gi', '--gid'], 'gid', 'group id or name', 'Group'),
  groupOption(['-ge', '--gid-effective'], 'egid', 'effective group id or name', 'Effective group'),
  groupOption(['-ga', '--gid-all'], 'anyGid', 'group or effective group id or name', 'Group'),
]

function userOption(
  names: AusearchOption['names'],
  part: UserPart,
  what: string,
  title: string,
): AusearchOption {
  return {
    names,
    argument: 'one',
    placeholder: '<user>',
    meaning: `Events with this ${what}`,
    group: 'Users and groups',
    completion: { kind: 'user' },
    apply(state, use, context) {
      setUser(state.criteria[part], argumentOf(use), title, use.name, context)
      if (part === 'anyUid') overruleUsers(state.criteria)
    },
  }
}

function loginUserOption(): AusearchOption {
  return {
    names: ['-ul', '--loginuid'],
    argument: 'any',
    placeholder: '<user>',
    meaning: 'Events with this login user id or name (-1: unset)',
    group: 'Users and groups',
    completion: { kind: 'user' },
    apply(state, use, context) {
      const value = argumentOf(use)
      if (!/^-[0-9]/.test(value)) {
        setUser(state.criteria.auid, value, 'Login user', use.name, context)
        return
      }
      const id = parseSigned32(value) ?? refuse(`Error converting ${value}`)
      state.criteria.auid.id = id >>> 0
    },
  }
}

function setUser(
  user: UserOption,
  value: string,
  title: string,
  option: string,
  { accounts }: AusearchContext,
): void {
  if (startsWithDigit(value)) {
    const id = parseUnsigned(value, UINT32_MAX)
    if (typeof id !== 'number') refuse(`Numeric user ID conversion error (${id}) for ${value}`)
    user.id = id
    return
  }
  const id = accounts.userId(value)
  if (id === undefined) {
    const text = `${title} ID is non-numeric and unknown (${value})\n`
    throw new UsageError(text, { account: value, option })
  }
  user.id = id
  user.name = value
}

/** `-ua` stands for the three others; one of them given after it replaces its part. */
function overruleUsers(criteria: CriteriaOptions): void {
  for (const user of [criteria.uid, criteria.euid, criteria.auid]) {
    delete user.id
    if (criteria.anyUid.name !== undefined) delete user.name
  }
}

function groupOption(
  names: AusearchOption['names'],
  part: GroupPart,
  what: string,
  title: string,
): AusearchOption {
  return {
    names,
    argument: 'one',
    placeholder: '<group>',
    meaning: `Events with this ${what}`,
    group: 'Users and groups',
    completion: { kind: 'group' },
    apply(state, use, context) {
      const { criteria } = state
      criteria[part] = groupId(argumentOf(use), title, context)
      if (part === 'anyGid') overruleGroups(criteria)
    },
  }
}

function groupId(value: string, title: string, { accounts }: AusearchContext): number {
  if (!startsWithDigit(value)) {
    return accounts.groupId(value) ?? refuse(`${title} ID is non-numeric and unknown (${value})`)
  }
  const id = parseUnsigned(value, UINT32_MAX)
  return typeof id === 'number' ? id : refuse(`Numeric group ID conversion error (${id}) for ${value}`)
}

/** As with users. */
function overruleGroups(criteria: CriteriaOptions): void {
  delete criteria.gid
  delete criteria.egid
}
