/** The audit daemon's own records (spec 04 §6.5). */
import * as RecordType from '@ts-audit/tables/record-type'
import { recordAction } from './actions.ts'
import type { Normalisation } from './normalisation.ts'
import { takeActingUser, takeProcessSubject, takeSession } from './single-subject.ts'

/** Types 1200 to 1298. */
export function normaliseDaemon(normalisation: Normalisation): void {
  const { slots, leadType } = normalisation
  normalisation.take('subject', 'auid', 0)
  takeActingUser(normalisation)
  takeSession(normalisation)
  takeProcessSubject(normalisation)
  slots.subjectKind = 'auditd'
  slots.action = recordAction(leadType)
  slots.objectKind = 'service'
  slots.how = howOf(leadType)
  normalisation.take('result', 'res', 0)
}

/** What makes the daemon do it: init starts it, signals end, rotate, resume and reconfigure it. */
function howOf(type: number): string | undefined {
  if (type === RecordType.DAEMON_START) return 'init'
  return type === RecordType.DAEMON_END ||
    (type >= RecordType.DAEMON_CONFIG && type <= RecordType.DAEMON_RESUME)
    ? 'signal'
    : undefined
}
