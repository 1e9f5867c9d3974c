/** Which attributes the criteria need to be extracted (spec 01 §5.3). */
import { type ActiveSteps, noSteps } from '@ts-audit/auparse/search'
import type { Criteria } from './criteria.ts'
import { isNamed, wantedIds } from './wanted-ids.ts'

/** The extraction steps that criteria switch on. */
export function activeSteps(criteria: Criteria, archForOutput: boolean): ActiveSteps {
  const { uid, euid, auid, anyUid } = criteria
  const wanted = wantedIds(criteria)
  const context = criteria.eitherContext === true
  return {
    ...noSteps,
    pid: criteria.pid !== undefined,
    ppid: criteria.ppid !== undefined,
    uid: wanted.uid !== undefined || isNamed(uid, anyUid),
    // A name stands for its number here.
    uidNumber: wanted.uid !== undefined,
    euid: wanted.euid !== undefined || isNamed(euid, anyUid),
    auid: wanted.auid !== undefined || isNamed(auid, anyUid),
    gid: wanted.gid !== undefined,
    egid: wanted.egid !== undefined,
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
