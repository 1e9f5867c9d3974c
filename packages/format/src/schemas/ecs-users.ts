/** Who takes part in an event, for ECS: the place of an id depends on whose record it is in. */
import * as RecordType from '@ts-audit/tables/record-type'
import { FIRST_OF_MORE_USER_MESSAGES, USER_MESSAGES } from '@ts-audit/tables/record-type-ranges'
import { AccountFragments } from './account-fragments.ts'
import type { EventFacts } from './event-facts.ts'
import { type JsonKey, type JsonWriter, jsonKeys } from './json-writer.ts'
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

/** Whose ids the first record has: of the task that made a system call, of who logs in, or of the program that sent it. */
export type Whose = 'task' | 'login' | 'sender'

/** Tells whose. */
export function whoseIds(facts: EventFacts): Whose {
  if (facts.type === RecordType.LOGIN) return 'login'
  return facts.hasSyscall || !isUserRecord(facts.firstType) ? 'task' : 'sender'
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

/** The names of users in an event, in the order in which `related.user` has them. */
export interface EcsNames {
  user: string | undefined
  effective: string | undefined
  target: string | undefined
  sender: string | undefined
  audit: string | undefined
}

/** What was written of a task. */
interface TaskFragment {
  readonly json: Uint8Array
  readonly name: string | undefined
  readonly effective: string | undefined
}

/** Longer ones are not kept. */
const MOST_BYTES = 1024

/** Writes users. One serves one run. */
export class EcsUsers {
  /** What was written of the event. */
  readonly names: EcsNames = {
    user: undefined,
    effective: undefined,
    target: undefined,
    sender: undefined,
    audit: undefined,
  }
  readonly #tasks = new AccountFragments<TaskFragment>([Field.uid, Field.euid, Field.gid, Field.egid])
  readonly #audits = new AccountFragments<TaskFragment>([
    ...[Field.auid, Field.suid, Field.sgid, Field.fsuid, Field.fsgid],
  ])
  readonly #keys = jsonKeys([
    ...(['session', 'user', 'audit', 'old_auid', 'saved', 'filesystem', 'group', 'id', 'name'] as const),
    ...(['effective', 'target'] as const),
  ])

  /** Forgets the names. */
  clear(): void {
    const { names } = this
    names.user = undefined
    names.effective = undefined
    names.target = undefined
    names.sender = undefined
    names.audit = undefined
  }

  /** Writes `session` and `user` of `auditd`. */
  writeAudit(facts: EventFacts, whose: Whose, json: JsonWriter): void {
    const keys = this.#keys
    const session = facts.value(Field.ses)
    if (session !== undefined) json.text(keys.session, isUnset(session) ? 'unset' : session)
    const known = whose === 'task' ? this.#audits.find(facts) : undefined
    if (known !== undefined) {
      this.names.audit = known.name
      json.members(known.json)
      return
    }
    const from = json.mark()
    const opened = json.open(keys.user)
    const id = facts.value(Field.auid)
    if (id !== undefined) {
      const audit = json.open(keys.audit)
      const isKnown = !isUnset(id)
      json.text(keys.id, isKnown ? id : 'unset')
      if (isKnown) {
        this.names.audit = facts.account(Field.auid)
        json.text(keys.name, this.names.audit)
      }
      json.close(audit)
    }
    const { oldAuid } = facts
    if (whose === 'login' && oldAuid !== undefined) {
      const old = json.open(keys.old_auid)
      json.text(keys.id, isUnset(oldAuid) ? 'unset' : oldAuid)
      json.close(old)
    }
    if (whose === 'task') {
      this.#writeWithGroup(keys.saved, facts, Field.suid, Field.sgid, json)
      this.#writeWithGroup(keys.filesystem, facts, Field.fsuid, Field.fsgid, json)
    }
    json.close(opened)
    if (whose !== 'task') return
    const written = json.since(from, MOST_BYTES)
    if (written === undefined) return
    this.#audits.keep(facts, { json: written, name: this.names.audit, effective: undefined })
  }

  /** Writes `user` of `process`: who sent the record. */
  writeSender(facts: EventFacts, json: JsonWriter): void {
    this.names.sender = this.#writeAccount(this.#keys.user, facts, Field.uid, json)
  }

  /** Writes `user` and `group`. */
  write(facts: EventFacts, whose: Whose, json: JsonWriter): void {
    if (whose === 'task') this.#writeTask(facts, json)
    else if (whose === 'login') this.#writeLogin(facts, json)
    else this.#writeOfSender(facts, json)
  }

  /** The ids of the task that made a system call. */
  #writeTask(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const known = this.#tasks.find(facts)
    if (known !== undefined) {
      this.names.user = known.name
      this.names.effective = known.effective
      json.members(known.json)
      return
    }
    const from = json.mark()
    const opened = json.open(keys.user)
    this.names.user = this.#writeMembers(facts, Field.uid, json)
    this.names.effective = this.#writeWithGroup(keys.effective, facts, Field.euid, Field.egid, json)
    this.#writeAccount(keys.group, facts, Field.gid, json)
    json.close(opened)
    const written = json.since(from, MOST_BYTES)
    if (written === undefined) return
    this.#tasks.keep(facts, { json: written, name: this.names.user, effective: this.names.effective })
  }

  /** A record of a program: its `uid` is the program's, and whom it is about is in the message. */
  #writeOfSender(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const { names } = this
    const change = accountChange(facts.type)
    const name = facts.value(Field.acct)
    const id = facts.value(Field.id)
    const group = facts.value(Field.grp)
    if (change === 'user') this.#writeNamed(keys.group, undefined, group, json)
    if (change === 'group') this.#writeNamed(keys.group, id, group ?? name, json)
    const opened = json.open(keys.user)
    names.user = this.#writeMembers(facts, Field.auid, json)
    if (change !== undefined) {
      names.effective = this.#writeAccount(keys.effective, facts, Field.uid, json)
      if (change === 'user') names.target = this.#writeNamed(keys.target, id, name, json)
      else if (group !== undefined) names.target = this.#writeNamed(keys.target, undefined, name, json)
    } else if (name !== undefined) {
      names.effective = this.#writeNamed(keys.effective, undefined, name, json)
    } else if (id !== undefined && !isUnset(id)) this.#writeNamed(keys.effective, id, undefined, json)
    json.close(opened)
  }

  /** A login: the old `auid` becomes the new one. */
  #writeLogin(facts: EventFacts, json: JsonWriter): void {
    const keys = this.#keys
    const { oldAuid } = facts
    const opened = json.open(keys.user)
    if (oldAuid !== undefined && !isUnset(oldAuid)) json.text(keys.id, oldAuid)
    this.names.effective = this.#writeAccount(keys.effective, facts, Field.auid, json)
    json.close(opened)
  }

  /** These give the name that was written, if there was one. */
  #writeNamed(
    key: JsonKey,
    id: string | undefined,
    name: string | undefined,
    json: JsonWriter,
  ): string | undefined {
    const opened = json.open(key)
    json.text(this.#keys.id, id)
    json.text(this.#keys.name, name)
    json.close(opened)
    return name
  }

  #writeAccount(key: JsonKey, facts: EventFacts, field: number, json: JsonWriter): string | undefined {
    const opened = json.open(key)
    const name = this.#writeMembers(facts, field, json)
    json.close(opened)
    return name
  }

  #writeWithGroup(
    key: JsonKey,
    facts: EventFacts,
    field: number,
    groupField: number,
    json: JsonWriter,
  ): string | undefined {
    const opened = json.open(key)
    const name = this.#writeMembers(facts, field, json)
    this.#writeAccount(this.#keys.group, facts, groupField, json)
    json.close(opened)
    return name
  }

  #writeMembers(facts: EventFacts, field: number, json: JsonWriter): string | undefined {
    const id = facts.value(field)
    if (id === undefined || isUnset(id)) return undefined
    const name = facts.account(field)
    json.text(this.#keys.id, id)
    json.text(this.#keys.name, name)
    return name
  }
}
