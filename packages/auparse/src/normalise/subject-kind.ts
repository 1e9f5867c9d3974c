/** What kind of account an acting uid is (spec 04 §3.3). */
import type { Normalisation } from './normalisation.ts'

/** The words of the SUBJ_KIND column. */
export type SubjectKind =
  | 'privileged-acct'
  | 'unset-acct'
  | 'service-acct'
  | 'user-acct'
  | 'unknown-acct'
  | 'system'
  | 'auditd'

/** Sets the subject kind from the user id or account name under the head. */
export function classifySubject(normalisation: Normalisation): void {
  const { head, slots, event } = normalisation
  slots.subjectKind = 'unknown-acct'
  if (head.judge('isUserId') === true) {
    slots.subjectKind = head.judge('accountKind') as SubjectKind
  } else if (head.name() === 'acct') {
    const account = head.interpretation()
    const uid = account === undefined ? undefined : event.accountId(account)
    if (uid !== undefined && (uid | 0) !== -1) slots.subjectKind = accountKind(uid | 0)
  }
}

/** Compares as signed numbers, as the reference does, so that uid 4294967294 is a service. */
export function accountKind(uid: number): SubjectKind {
  if (uid === 0) return 'privileged-acct'
  if (uid === -1) return 'unset-acct'
  if (uid < 1000) return 'service-acct'
  return uid < 60_000 ? 'user-acct' : 'unknown-acct'
}
