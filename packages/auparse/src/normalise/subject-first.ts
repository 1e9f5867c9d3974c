/** Lone kernel records that name the login uid before anything else (spec 04 §6.1). */
import { recordAction } from './actions.ts'
import { classifySubject } from './classify-subject.ts'
import { findConfigObject } from './config-object.ts'
import type { Normalisation } from './normalisation.ts'
import { takeProcessSubject, takeSession } from './single-subject.ts'

function takeLogin(normalisation: Normalisation): void {
  normalisation.take('subject', 'auid', 0)
  takeSession(normalisation)
  takeProcessSubject(normalisation)
}

function takeMapAction(normalisation: Normalisation): void {
  normalisation.slots.action = recordAction(normalisation.leadType)
}

function takeActor(normalisation: Normalisation): void {
  normalisation.head.top()
  if (normalisation.takeOrRewind('subjectSecondary', 'uid')) classifySubject(normalisation)
}

/** How rule changes begin in `op`, and what they are called. */
const ruleActions = [
  ['add_rule', 'added-audit-rule'],
  ['remove_rule', 'deleted-audit-rule'],
] as const

/** CONFIG_CHANGE: a rule was added or removed, or a setting changed. */
export function normaliseConfigChange(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  takeLogin(normalisation)
  head.top()
  const operation = head.seek('op') ? (head.interpretation() ?? '').replace(/^"/, '') : ''
  const rule = ruleActions.find(([prefix]) => operation.startsWith(prefix))
  slots.action = rule?.[1] ?? recordAction(normalisation.leadType)
  slots.object = findConfigObject(normalisation)
  slots.objectKind = 'audit-config'
  // For rules the head stays where the object was sought, so the result may be lost [quirk].
  if (rule === undefined) head.rewind()
  normalisation.take('result', 'res', 0)
}

/** FEATURE_CHANGE: a feature of the audit system was switched or locked. */
export function normaliseFeatureChange(normalisation: Normalisation): void {
  takeLogin(normalisation)
  takeMapAction(normalisation)
  normalisation.head.rewind()
  takeActor(normalisation)
  normalisation.takeHow('exe')
  normalisation.take('object', 'feature', 0)
  normalisation.slots.objectKind = 'system'
  normalisation.take('result', 'res', 0)
}

/** SECCOMP: a system call that a filter had a say in. */
export function normaliseSeccomp(normalisation: Normalisation): void {
  takeLogin(normalisation)
  takeMapAction(normalisation)
  normalisation.head.rewind()
  takeActor(normalisation)
  normalisation.takeHow('exe')
  normalisation.takeOrRewind('object', 'syscall')
  normalisation.slots.objectKind = 'process'
  normalisation.take('result', 'code', 0)
}

/** ANOM_ABEND: a program that a signal ended. */
export function normaliseAbnormalEnd(normalisation: Normalisation): void {
  takeLogin(normalisation)
  takeMapAction(normalisation)
  normalisation.head.rewind()
  takeActor(normalisation)
  normalisation.takeOrRewind('object', 'exe')
  normalisation.slots.objectKind = 'process'
  normalisation.takeHow('sig')
  normalisation.take('result', 'res', 0)
}

/** ANOM_PROMISCUOUS: a network device began or ended listening to everything. */
export function normalisePromiscuous(normalisation: Normalisation): void {
  takeLogin(normalisation)
  takeMapAction(normalisation)
  normalisation.head.rewind()
  normalisation.take('object', 'dev', 0)
  if (normalisation.take('subjectSecondary', 'uid', 0)) classifySubject(normalisation)
  normalisation.slots.objectKind = 'socket'
  normalisation.take('result', 'res', 0)
}
