/** Says what kind of account acted in an event. */
import type { Normalisation } from './normalisation.ts'
import { accountKind, type SubjectKind } from './subject-kind.ts'

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
