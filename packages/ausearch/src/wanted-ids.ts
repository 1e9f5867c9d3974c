/** The numbers that user and group criteria ask for when several are given. */
import { NOT_RECORDED, UNSET_ID } from '@ts-audit/auparse/search'
import type { Criteria, UserCriterion } from './criteria.ts'

/** One number for each attribute; undefined where none is looked at. */
export interface WantedIds {
  readonly uid: number | undefined
  readonly euid: number | undefined
  readonly auid: number | undefined
  readonly gid: number | undefined
  readonly egid: number | undefined
}

/**
 * The number each attribute is compared with: its own criterion's, else that of the criterion for all. Asking for the
 * value that attributes have before anything is found is asking for nothing (spec 01 §5.3, §6.4).
 */
export function wantedIds({ uid, euid, auid, anyUid, gid, egid, anyGid }: Criteria): WantedIds {
  return {
    uid: unless(UNSET_ID, uid?.id ?? anyUid?.id),
    euid: unless(UNSET_ID, euid?.id ?? anyUid?.id),
    auid: unless(NOT_RECORDED, auid?.id ?? anyUid?.id),
    gid: unless(UNSET_ID, gid ?? anyGid),
    egid: unless(UNSET_ID, egid ?? anyGid),
  }
}

/** Whether one of the users is asked for by name. */
export function isNamed(...users: readonly (UserCriterion | undefined)[]): boolean {
  return users.some((user) => user?.name !== undefined)
}

function unless(initial: number, id: number | undefined): number | undefined {
  return id === initial ? undefined : id
}
