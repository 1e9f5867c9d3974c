/** What a search asks for, as plain data (spec 01 §1.3, §6). */
import type { MachineNumber } from '@ts-audit/tables/machines'
import type { EventIdCriterion } from './event-ids.ts'

/** A user by number, or by name; a name stays when the option is repeated with a number (spec 01 §6.4). */
export interface UserCriterion {
  readonly id?: number
  readonly name?: string
}

/** All criteria must hold. Texts are latin1; what is absent is not asked for. */
export interface Criteria {
  /** Serial number of the event. */
  readonly serial?: number
  /** Ids of events; the event must have one of them. Not of the reference. */
  readonly events?: readonly EventIdCriterion[]
  /** Names of nodes; the event must be of one of them. */
  readonly nodes?: readonly string[]
  /** Record type numbers; the event must have a record of one of them. */
  readonly types?: readonly number[]
  readonly uid?: UserCriterion
  readonly euid?: UserCriterion
  readonly auid?: UserCriterion
  /** uid, euid or auid: one is enough; `uid`, `euid` or `auid` beside it replace its part. */
  readonly anyUid?: UserCriterion
  readonly gid?: number
  readonly egid?: number
  /** gid or egid. */
  readonly anyGid?: number
  readonly pid?: number
  readonly ppid?: number
  /** Login session; 4294967295 is "no session". */
  readonly session?: number
  readonly arch?: MachineNumber
  /** Syscall number; 0 also stands for "no syscall" (spec 01 §6.5). */
  readonly syscall?: number
  /** Exit value of the syscall. */
  readonly exit?: bigint
  readonly success?: boolean
  /** A file of the event, or its current directory. */
  readonly file?: string
  /** A file also matches by its full name: that of a PATH record joined to the current directory, without `.` and `..`. */
  readonly resolvesPaths?: boolean
  readonly host?: string
  readonly terminal?: string
  readonly comm?: string
  readonly executable?: string
  readonly key?: string
  readonly vmName?: string
  readonly uuid?: string
  /** SELinux subject context. */
  readonly subject?: string
  /** SELinux object context. */
  readonly object?: string
  /** Subject or object may match, not both must. */
  readonly eitherContext?: boolean
  /** Texts must be equal; otherwise it is enough that they are contained. */
  readonly wholeWord?: boolean
}
