/** Normalises an event around its SYSCALL record (spec 04 §5). */
import * as RecordType from '@ts-audit/tables/record-type'
import { recordAction, syscallClassNumber } from './actions.ts'
import { classifySubject } from './classify-subject.ts'
import { findConfigObject } from './config-object.ts'
import { eventKind } from './event-kind.ts'
import { pickFile } from './file-objects.ts'
import { location, UNSET } from './location.ts'
import type { Normalisation } from './normalisation.ts'
import { type Override, overrides } from './override-records.ts'
import { takeProgramAsHow, takeProgramAsObject } from './program.ts'
import { type ActionClass, syscallClasses } from './syscall-classes.ts'

/** Fills the slots; false when the event has no SYSCALL record to go by. */
export function normaliseCompound(normalisation: Normalisation): boolean {
  const { head, slots, leadType } = normalisation
  while (head.type !== RecordType.SYSCALL) {
    head.next()
    if (head.type === 0) return false
  }
  normalisation.syscallRecord = head.recordNumber
  slots.kind = eventKind(leadType)
  readSyscallRecord(normalisation)
  if (leadType === RecordType.ANOM_LINK) takeSuspiciousLink(normalisation)
  else if (leadType === RecordType.CONFIG_CHANGE) takeConfigChange(normalisation)
  else takeAction(normalisation)
  if (leadType === RecordType.MAC_POLICY_LOAD) takeProgramAsObject(normalisation)
  return true
}

/** Subject, session, result, how and key (spec 04 §5.2). */
function readSyscallRecord(normalisation: Normalisation): void {
  const { head, slots, syscallRecord } = normalisation
  if (head.seek('syscall')) normalisation.call = head.interpretation()
  slots.result = normalisation.seekAt('success', syscallRecord)
  if (slots.result === UNSET) head.goTo(syscallRecord)
  else normalisation.outcome = head.judge('isNo') === true ? 'failed' : 'ok'
  slots.subject = normalisation.seekAt('auid', syscallRecord)
  if (slots.subject === UNSET) head.goTo(syscallRecord)
  slots.subjectSecondary = normalisation.seekAt('uid', syscallRecord)
  if (slots.subjectSecondary === UNSET) head.goTo(syscallRecord)
  else classifySubject(normalisation)
  readSessionAndAttributes(normalisation)
  head.top()
  if (!takeProgramAsHow(normalisation)) head.goTo(syscallRecord)
  if (head.seek('key') && head.judge('isNull') !== true) slots.key = location(syscallRecord, head.fieldNumber)
}

/** The head comes back to the SYSCALL record at the field where it was left, unless that is record 0. */
function readSessionAndAttributes(normalisation: Normalisation): void {
  const { head, slots, withAttributes, syscallRecord } = normalisation
  head.rewind()
  while (head.type !== RecordType.SYSCALL) head.next()
  if (withAttributes) {
    normalisation.addSubjectAttributes(
      syscallRecord,
      'ppid',
      'pid',
      'gid',
      'euid',
      'suid',
      'fsuid',
      'egid',
      'sgid',
      'fsgid',
      'tty',
    )
  }
  slots.session = normalisation.seekAt('ses', syscallRecord)
  if (slots.session === UNSET) head.rewind()
  if (withAttributes) normalisation.addSubjectAttributes(syscallRecord, 'subj')
}

/** A link that was not followed (spec 04 §5.4). */
function takeSuspiciousLink(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  slots.action = recordAction(RecordType.ANOM_LINK)
  pickFile(normalisation, 3)
  for (let record = 1; slots.object === UNSET && record < head.recordCount; record++) {
    head.goTo(record)
    if (head.type !== RecordType.PATH) continue
    normalisation.take('object', 'name', record)
    slots.objectKind = 'symlink'
    break
  }
  if (slots.object !== UNSET) return
  head.rewind()
  if (!head.seek('path') && !head.seek('cwd')) return
  slots.object = head.here
  slots.objectKind = 'symlink'
}

/** A change of the audit configuration made by a system call (spec 04 §5.5). */
function takeConfigChange(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  head.rewind()
  if (!normalisation.head.seek('op')) return
  slots.action = head.interpretation()
  slots.object = findConfigObject(normalisation)
  slots.objectKind = 'audit-config'
}

/** Action and object: by the first record that overrides the syscall, else by the syscall (spec 04 §5.7). */
function takeAction(normalisation: Normalisation): void {
  const { slots } = normalisation
  const override = findOverride(normalisation)
  const { action, objectKind, steps } = override?.action ?? classOfCall(normalisation.call)
  slots.action = action
  if (objectKind !== undefined) slots.objectKind = objectKind
  steps?.(normalisation)
  slots.action = override?.decision ?? slots.action
}

/** What the first overriding record means, on which the head stops. */
function findOverride({ head }: Normalisation): Override | undefined {
  head.rewind()
  do {
    const override = overrides.get(head.type)
    if (override !== undefined) return override
  } while (head.next())
  return undefined
}

function classOfCall(call: string | undefined): ActionClass {
  const known = call === undefined ? undefined : syscallClasses.get(syscallClassNumber(call) ?? 0)
  return known ?? ruleClass
}

/** A call without a meaning of its own: it was logged because a rule asked for it. */
const ruleClass: ActionClass = {
  objectKind: 'admin-defined-rule',
  steps: ({ head, slots }) => {
    head.rewind()
    const hasKey = head.seek('key') && head.judge('isNull') !== true
    slots.action = hasKey ? 'triggered-audit-rule' : 'triggered-unknown-audit-rule'
    if (hasKey) slots.object = head.here
  },
}
