/** Lone kernel records with a form of their own: login ids, firewall rules, MAC decisions, BPF, listeners (spec 04 §6). */
import { recordAction } from './actions.ts'
import { classifySubject } from './classify-subject.ts'
import type { Normalisation } from './normalisation.ts'
import { takeBpfAction, takeListenerAction } from './operation-actions.ts'
import { takeProgramAsObject } from './program.ts'
import { takeActingUser, takeProcessSubject, takeSession } from './single-subject.ts'

/** LOGIN: a process got its login uid (spec 04 §6.2). */
export function normaliseLoginId(normalisation: Normalisation): void {
  const { slots } = normalisation
  takeActingUser(normalisation)
  takeProcessSubject(normalisation)
  normalisation.takeOrRewind('subject', 'old-auid')
  // Old records spell it `old auid=… new auid=…`; then this is the old one [quirk].
  normalisation.takeOrRewind('object', 'auid')
  slots.objectKind = 'user-session'
  takeSession(normalisation)
  normalisation.take('result', 'res', 0)
  slots.action = 'changed-login-id-to'
}

/** NETFILTER_CFG: a firewall table changed (spec 04 §6.3). */
export function normaliseFirewallRule(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  takeProcessSubject(normalisation)
  normalisation.takeHow('comm')
  slots.action = 'loaded-firewall-rule-to'
  head.rewind()
  normalisation.takeHere('object', 'table')
  slots.subjectKind = 'system'
  slots.objectKind = 'firewall'
}

/** AVC: a MAC decision. Its result is never a success, not even `granted` [quirk] (spec 04 §6.4). */
export function normaliseMacDecision(normalisation: Normalisation): void {
  const { head, slots, withAttributes } = normalisation
  if (!normalisation.takeHow('comm')) head.rewind()
  normalisation.take('subject', 'scontext', 0)
  slots.subjectKind = 'unknown-acct'
  head.rewind()
  if (withAttributes) normalisation.take('object', 'tcontext', 0)
  head.rewind()
  slots.action = recordAction(normalisation.leadType)
  normalisation.take('result', 'seresult', 0)
}

/** BPF: a program was loaded or unloaded; by whom is not known (spec 04 §7). */
export function normaliseLoneBpf(normalisation: Normalisation): void {
  const { slots } = normalisation
  takeBpfAction(normalisation)
  slots.subjectKind = 'system'
  slots.objectKind = 'process'
  takeProgramAsObject(normalisation)
}

/** EVENT_LISTENER: a program began or ended listening to audit events (spec 04 §6.7). */
export function normaliseListener(normalisation: Normalisation): void {
  const { head, slots } = normalisation
  normalisation.take('subject', 'auid', 0)
  head.rewind()
  if (normalisation.take('subjectSecondary', 'uid', 0)) classifySubject(normalisation)
  head.rewind()
  takeSession(normalisation)
  takeProcessSubject(normalisation)
  takeListenerAction(normalisation)
  takeProgramAsObject(normalisation)
  slots.objectKind = 'socket'
  head.rewind()
  normalisation.takeHow('exe')
  head.rewind()
  normalisation.take('result', 'res', 0)
}
