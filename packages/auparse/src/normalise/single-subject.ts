/** Steps that many lone records share: session, process and acting uid (spec 04 §6). */

import { classifySubject } from './classify-subject.ts'
import type { Normalisation } from './normalisation.ts'

/** The rule SES; without a session the head goes back to the top. */
export function takeSession(normalisation: Normalisation): void {
  normalisation.takeOrRewind('session', 'ses')
}

/** The rule PIDSUBJ: process and label, where attributes are wanted; otherwise the head does not move. */
export function takeProcessSubject(normalisation: Normalisation): void {
  if (!normalisation.withAttributes) return
  normalisation.head.rewind()
  normalisation.addSubjectAttributes(0, 'pid', 'subj')
}

/** The acting uid and its kind; without one the head goes back to the top. */
export function takeActingUser(normalisation: Normalisation): void {
  if (normalisation.takeOrRewind('subjectSecondary', 'uid')) classifySubject(normalisation)
}
