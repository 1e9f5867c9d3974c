/** What kind of account an acting uid is (spec 04 §3.3). */

/** The words of the SUBJ_KIND column. */
export type SubjectKind =
  | 'privileged-acct'
  | 'unset-acct'
  | 'service-acct'
  | 'user-acct'
  | 'unknown-acct'
  | 'system'
  | 'auditd'

/** Compares as signed numbers, as the reference does, so that uid 4294967294 is a service. */
export function accountKind(uid: number): SubjectKind {
  if (uid === 0) return 'privileged-acct'
  if (uid === -1) return 'unset-acct'
  if (uid < 1000) return 'service-acct'
  return uid < 60_000 ? 'user-acct' : 'unknown-acct'
}
