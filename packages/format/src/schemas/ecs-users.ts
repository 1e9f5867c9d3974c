/** Who takes part in an event, for ECS: the place of an id depends on whose record it is in. */
import * as RecordType from '@ts-audit/tables/record-type'
import { FIRST_OF_MORE_USER_MESSAGES, USER_MESSAGES } from '@ts-audit/tables/record-type-ranges'
import type { EcsAccount, EcsDocument, EcsUser } from './ecs-document.ts'
import type { EventFacts } from './event-facts.ts'
import { isEmpty } from './named-texts.ts'
import { isUnset } from './numbers.ts'
import { Field } from './roles.ts'

/** Accounts are changed by these: `acct` or `id` is whom it happened to. */
const USER_CHANGES: ReadonlySet<number> = new Set([
  ...[RecordType.ADD_USER, RecordType.DEL_USER, RecordType.USER_MGMT, RecordType.USER_CHAUTHTOK],
  ...[RecordType.ACCT_LOCK, RecordType.ACCT_UNLOCK, RecordType.ROLE_ASSIGN, RecordType.ROLE_REMOVE],
  ...[
    RecordType.USER_ROLE_CHANGE,
    RecordType.ANOM_ADD_ACCT,
    RecordType.ANOM_DEL_ACCT,
    RecordType.ANOM_MOD_ACCT,
  ],
])
const GROUP_CHANGES: ReadonlySet<number> = new Set([
  ...[RecordType.ADD_GROUP, RecordType.DEL_GROUP, RecordType.GRP_MGMT, RecordType.GRP_CHAUTHTOK],
])

/** Fills `user`, `group`, `auditd.user`, `auditd.session` and `process.user`. */
export function takeEcsUsers(facts: EventFacts, result: EcsDocument): void {
  takeAudit(facts, result)
  if (facts.type === RecordType.LOGIN) takeLogin(facts, result)
  else if (facts.hasSyscall || !isUserRecord(facts.firstType)) takeTask(facts, result)
  else takeSender(facts, result)
}

/** Records that programs send: what is before their message is about the program. */
export function isUserRecord(type: number): boolean {
  return (
    (type >= USER_MESSAGES[0] && type < RecordType.SYSCALL) ||
    type >= FIRST_OF_MORE_USER_MESSAGES ||
    type === RecordType.USER
  )
}

/** Whether an event changes accounts or groups. */
export function accountChange(type: number): 'user' | 'group' | undefined {
  if (USER_CHANGES.has(type)) return 'user'
  return GROUP_CHANGES.has(type) ? 'group' : undefined
}

function takeAudit(facts: EventFacts, { auditd }: EcsDocument): void {
  const session = facts.value(Field.ses)
  if (session !== undefined) auditd.session = isUnset(session) ? 'unset' : session
  const id = facts.value(Field.auid)
  if (id === undefined) return
  const audit: EcsAccount = isUnset(id) ? { id: 'unset' } : { id }
  const name = facts.account(Field.auid)
  if (name !== undefined && !isUnset(id)) audit.name = name
  auditd.user = { audit }
}

/** The ids of the task that made a system call. */
function takeTask(facts: EventFacts, result: EcsDocument): void {
  const user: EcsUser | undefined = accountOf(facts, Field.uid)
  const effective = withGroup(accountOf(facts, Field.euid), accountOf(facts, Field.egid))
  const group = accountOf(facts, Field.gid)
  if (user !== undefined || effective !== undefined || group !== undefined) {
    const all = user ?? {}
    if (effective !== undefined) all.effective = effective
    if (group !== undefined) all.group = group
    result.user = all
  }
  const saved = withGroup(accountOf(facts, Field.suid), accountOf(facts, Field.sgid))
  const filesystem = withGroup(accountOf(facts, Field.fsuid), accountOf(facts, Field.fsgid))
  if (saved === undefined && filesystem === undefined) return
  result.auditd.user ??= {}
  if (saved !== undefined) result.auditd.user.saved = saved
  if (filesystem !== undefined) result.auditd.user.filesystem = filesystem
}

/** A record of a program: its `uid` is the program's, and whom it is about is in the message. */
function takeSender(facts: EventFacts, result: EcsDocument): void {
  const sender = accountOf(facts, Field.uid)
  if (sender !== undefined) result.process = { ...result.process, user: sender }
  const user: EcsUser = accountOf(facts, Field.auid) ?? {}
  const change = accountChange(facts.type)
  const name = facts.value(Field.acct)
  const id = facts.value(Field.id)
  if (change === undefined) {
    if (name !== undefined) user.effective = { name }
    else if (id !== undefined && !isUnset(id)) user.effective = { id }
  } else {
    if (sender !== undefined) user.effective = sender
    const group = facts.value(Field.grp)
    const target = { ...(id !== undefined && { id }), ...(name !== undefined && { name }) }
    if (change === 'user') {
      if (id !== undefined || name !== undefined) user.target = target
      if (group !== undefined) result.group = { name: group }
    } else {
      result.group = { ...target, ...(group !== undefined && { name: group }) }
      if (isEmpty(result.group)) delete result.group
      if (group !== undefined && name !== undefined) user.target = { name }
    }
  }
  if (!isEmpty(user)) result.user = user
}

/** A login: the old `auid` becomes the new one. */
function takeLogin(facts: EventFacts, result: EcsDocument): void {
  const sender = accountOf(facts, Field.uid)
  if (sender !== undefined) result.process = { ...result.process, user: sender }
  const { oldAuid } = facts
  const effective = accountOf(facts, Field.auid)
  const user: EcsUser = {}
  if (oldAuid !== undefined) {
    result.auditd.user = { ...result.auditd.user, old_auid: { id: isUnset(oldAuid) ? 'unset' : oldAuid } }
    if (!isUnset(oldAuid)) user.id = oldAuid
  }
  if (effective !== undefined) user.effective = effective
  if (!isEmpty(user)) result.user = user
}

function accountOf(facts: EventFacts, field: number): EcsAccount | undefined {
  const id = facts.value(field)
  if (id === undefined || isUnset(id)) return undefined
  const name = facts.account(field)
  return name === undefined ? { id } : { id, name }
}

function withGroup(
  account: (EcsAccount & { group?: EcsAccount }) | undefined,
  group: EcsAccount | undefined,
): (EcsAccount & { group?: EcsAccount }) | undefined {
  if (group === undefined) return account
  const both = account ?? {}
  both.group = group
  return both
}
