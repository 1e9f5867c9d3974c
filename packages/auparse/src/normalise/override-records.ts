/** Records that say better than the syscall what happened (spec 04 §5.7 "override scan"). */

import * as RecordType from '@ts-audit/tables/record-type'
import type { Normalisation } from './normalisation.ts'
import { takeBpfAction, takeListenerAction } from './operation-actions.ts'
import { takeProgramAsObject } from './program.ts'
import { type ActionClass, syscallClasses } from './syscall-classes.ts'

/** What such a record decides: the class of action, or only the word for the action of the syscall's class. */
export interface Override {
  readonly action?: ActionClass
  readonly decision?: string
}

const firewall = (normalisation: Normalisation) => {
  normalisation.head.rewind()
  normalisation.takeHere('object', 'table')
}

const promiscuous = (normalisation: Normalisation) => {
  const { head, slots } = normalisation
  head.rewind()
  normalisation.takeHere('object', 'dev')
  if (!head.seek('prom')) return
  slots.action =
    head.integer() === 0 ? 'left-promiscuous-mode-on-device' : 'entered-promiscuous-mode-on-device'
}

const bpf = (normalisation: Normalisation) => {
  takeBpfAction(normalisation)
  takeProgramAsObject(normalisation)
}

const listener = (normalisation: Normalisation) => {
  takeListenerAction(normalisation)
  takeProgramAsObject(normalisation)
}

/** These two search from where the scan stopped. */
const objectFromHere = (field: string) => (normalisation: Normalisation) => {
  normalisation.takeHere('object', field)
}

const loadModule = syscallClasses.get(5) ?? {}
const changeTime = syscallClasses.get(31) ?? {}

/** The class each of these records stands for, whatever the syscall. */
const classes: ReadonlyMap<number, ActionClass> = new Map<number, ActionClass>([
  [RecordType.SELINUX_ERR, { action: 'caused-mac-policy-error', objectKind: 'system' }],
  [RecordType.NETFILTER_CFG, { action: 'loaded-firewall-rule-to', objectKind: 'firewall', steps: firewall }],
  [RecordType.ANOM_PROMISCUOUS, { objectKind: 'socket', steps: promiscuous }],
  // Also where the call unloads a module [quirk].
  [RecordType.KERN_MODULE, loadModule],
  [RecordType.MAC_POLICY_LOAD, { action: 'loaded-selinux-policy', objectKind: 'security-policy' }],
  [
    RecordType.MAC_STATUS,
    {
      action: 'changed-selinux-enforcement-to',
      objectKind: 'security-policy',
      steps: objectFromHere('enforcing'),
    },
  ],
  [
    RecordType.MAC_CONFIG_CHANGE,
    {
      action: 'changed-selinux-boolean',
      objectKind: 'security-policy',
      steps: objectFromHere('bool'),
    },
  ],
  [RecordType.TIME_INJOFFSET, changeTime],
  [RecordType.TIME_ADJNTPVAL, changeTime],
  [RecordType.BPF, { objectKind: 'process', steps: bpf }],
  [RecordType.EVENT_LISTENER, { objectKind: 'socket', steps: listener }],
])

/** By record type: the first such record of an event counts. */
export const overrides: ReadonlyMap<number, Override> = new Map<number, Override>([
  ...Array.from(classes, ([type, action]) => [type, { action }] as const),
  [RecordType.AVC, { decision: 'accessed-mac-policy-controlled-object' }],
  [RecordType.FANOTIFY, { decision: 'accessed-policy-controlled-file' }],
])
