/** Normalises a lone record that has no form of its own: most user-space messages (spec 04 §6.9). */
import * as RecordType from '@ts-audit/tables/record-type'
import { MORE_USER_MESSAGES, USER_MESSAGES } from '@ts-audit/tables/record-type-ranges'
import { recordAction } from './actions.ts'
import { classifySubject } from './classify-subject.ts'
import { takeGeneralObject } from './general-objects.ts'
import type { Normalisation } from './normalisation.ts'
import { takeProgramAsHow } from './program.ts'
import { takeActingUser, takeProcessSubject, takeSession } from './single-subject.ts'

/** Subject, session, result, action, object and how, in this order: each search begins where the last one ended. */
export function normaliseGeneral(normalisation: Normalisation): void {
  const { slots, leadType } = normalisation
  takeSubject(normalisation)
  takeSession(normalisation)
  addAttributes(normalisation)
  takeResult(normalisation)
  slots.action = deviceOperation(normalisation) ?? recordAction(leadType)
  if (leadType !== RecordType.USER_AVC) takeGeneralObject(normalisation)
  takeHow(normalisation)
}

function takeSubject(normalisation: Normalisation): void {
  if (normalisation.leadType !== RecordType.USER_LOGIN) {
    takeActingUser(normalisation)
    // An auid before the uid is not found, and the session with it [quirk].
    normalisation.take('subject', 'auid', 0)
    return
  }
  const hasSubject = normalisation.takeOrRewind('subject', 'id') || normalisation.take('subject', 'acct', 0)
  if (hasSubject) classifySubject(normalisation)
  normalisation.head.rewind()
}

/** Messages of login programs, which say where a user came from. */
const withoutTerminal: ReadonlySet<number> = new Set([
  RecordType.USER_START,
  RecordType.USER_END,
  RecordType.USER_ERR,
])

function addAttributes(normalisation: Normalisation): void {
  const { withAttributes, leadType } = normalisation
  if (!withAttributes) return
  takeProcessSubject(normalisation)
  if (!isUserMessage(leadType)) return
  normalisation.addSubjectAttributes(0, 'hostname', 'addr')
  if (!withoutTerminal.has(leadType)) normalisation.addSubjectAttributes(0, 'terminal')
}

/** The last number of either block does not count (spec 04 §6.9). */
function isUserMessage(type: number): boolean {
  return [USER_MESSAGES, MORE_USER_MESSAGES].some(([first, last]) => type >= first && type < last)
}

/** Searched from wherever the head is, so that gathering attributes can lose a result [quirk]. */
function takeResult(normalisation: Normalisation): void {
  const { head, leadType, withAttributes } = normalisation
  if (leadType !== RecordType.USER_AVC) {
    normalisation.take('result', 'res', 0)
    return
  }
  head.rewind()
  normalisation.take('result', 'seresult', 0)
  head.rewind()
  normalisation.take('subject', 'scontext', 0)
  if (!withAttributes) return
  head.rewind()
  normalisation.take('object', 'tcontext', 0)
}

/** USER_DEVICE says itself what was done: its raw `op`. */
function deviceOperation({ head, leadType }: Normalisation): string | undefined {
  if (leadType !== RecordType.USER_DEVICE) return undefined
  head.rewind()
  return head.seek('op') ? head.raw() : undefined
}

/** Types in which a field other than `exe` says by what means it was done. */
const meansFields: ReadonlyMap<number, string> = new Map([
  [RecordType.ANOM_EXEC, 'terminal'],
  [RecordType.TTY, 'comm'],
  [RecordType.SYSTEM_BOOT, 'exe'],
  [RecordType.SYSTEM_SHUTDOWN, 'exe'],
])

function takeHow(normalisation: Normalisation): void {
  const field = meansFields.get(normalisation.leadType)
  normalisation.head.rewind()
  if (field === undefined) takeProgramAsHow(normalisation)
  else normalisation.takeHow(field)
}
