/** Which attributes the criteria need to be extracted (spec 01 §5.3). */
import { type ActiveSteps, noSteps } from '@ts-audit/auparse'
import type { Criteria, UserCriterion } from './criteria.ts'

/** The extraction steps that criteria switch on. */
export function activeSteps(criteria: Criteria, archForOutput: boolean): ActiveSteps {
  const { uid, euid, auid, anyUid, anyGid } = criteria
  const any = isGiven(anyUid)
  const context = criteria.eitherContext === true
  return {
    ...noSteps,
    pid: criteria.pid !== undefined,
    ppid: criteria.ppid !== undefined,
    uid: any || isGiven(uid),
    // A name stands for its number here.
    uidNumber: anyUid?.id !== undefined || uid?.id !== undefined,
    euid: any || isGiven(euid),
    auid: any || isGiven(auid),
    gid: anyGid !== undefined || criteria.gid !== undefined,
    egid: anyGid !== undefined || criteria.egid !== undefined,
    session: criteria.session !== undefined,
    exit: criteria.exit !== undefined,
    success: criteria.success !== undefined,
    arch: archForOutput || criteria.arch !== undefined,
    file: criteria.file !== undefined,
    host: criteria.host !== undefined,
    terminal: criteria.terminal !== undefined,
    exe: criteria.executable !== undefined,
    comm: criteria.comm !== undefined,
    key: criteria.key !== undefined,
    vm: criteria.vmName !== undefined,
    uuid: criteria.uuid !== undefined,
    subject: context || criteria.subject !== undefined,
    object: context || criteria.object !== undefined,
  }
}

/** Whether a user criterion asks for anything. */
export function isGiven(user: UserCriterion | undefined): boolean {
  return user !== undefined && (user.id !== undefined || user.name !== undefined)
}
