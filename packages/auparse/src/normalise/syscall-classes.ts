/** What each class of system calls does, and to what (spec 04 §5.7). */

import * as RecordType from '@ts-audit/tables/record-type'
import { takeIdentity, takeNewMode, takeNewOwner } from './argument-objects.ts'
import { addFileAttributes, addPathAttributes, pickFile, takeSecondName } from './file-objects.ts'
import { UNSET } from './location.ts'
import type { Normalisation } from './normalisation.ts'
import type { ObjectKind } from './object-kind.ts'
import { takeProgramAsObject } from './program.ts'

/** An action, the object kind it starts from, and the steps that find the object. */
export interface ActionClass {
  /** Undefined where the steps decide. */
  readonly action?: string
  readonly objectKind?: ObjectKind
  readonly steps?: (normalisation: Normalisation) => void
}

/** The object is the file in the first suitable PATH from record `start` on. */
const fileFrom = (start: number) => (normalisation: Normalisation) => {
  pickFile(normalisation, start)
  addFileAttributes(normalisation)
}

/** Only these work on a descriptor, so that their PATH directly follows the SYSCALL record. */
const fileFromUnless = (start: number, descriptorCall: string) => (normalisation: Normalisation) => {
  pickFile(normalisation, normalisation.call === descriptorCall ? 1 : start)
  addFileAttributes(normalisation)
}

/** The object is the socket address; its location says record 1, wherever it was found [quirk]. */
const socket = (normalisation: Normalisation) => {
  const { head } = normalisation
  head.goTo(1)
  head.top()
  normalisation.take('object', 'saddr', 1)
}

/** The object is the program itself, so that HOW becomes the call. */
const program = (normalisation: Normalisation) => {
  const { slots, call } = normalisation
  takeProgramAsObject(normalisation)
  if (slots.howAt === UNSET) return
  slots.how = call
  slots.howAt = UNSET
}

const changeIdentity = (normalisation: Normalisation) => {
  program(normalisation)
  takeIdentity(normalisation)
}

const open = (normalisation: Normalisation) => {
  pickFile(normalisation, 2)
  // Directories are called files too [quirk].
  normalisation.slots.objectKind = 'file'
  addFileAttributes(normalisation)
}

const changeMode = (normalisation: Normalisation) => {
  pickFile(normalisation, normalisation.call === 'fchmod' ? 1 : 2)
  takeNewMode(normalisation)
  addFileAttributes(normalisation)
}

const changeOwner = (normalisation: Normalisation) => {
  takeNewOwner(normalisation)
  if (normalisation.call !== 'fchown') fileFrom(2)(normalisation)
}

const loadModule = (normalisation: Normalisation) => {
  normalisation.head.goTo(1)
  normalisation.take('object', 'name', 1)
}

const mount = (normalisation: Normalisation) => {
  const { outcome } = normalisation
  if (outcome === 'ok') takeSecondName(normalisation, 2)
  pickFile(normalisation, outcome === 'ok' ? 3 : outcome === 'failed' ? 2 : 1)
  addPathAttributes(normalisation)
}

const rename = (normalisation: Normalisation) => {
  takeSecondName(normalisation, 5)
  fileFrom(4)(normalisation)
}

const symlink = (normalisation: Normalisation) => {
  takeSecondName(normalisation, 2)
  fileFrom(4)(normalisation)
}

const kill = (normalisation: Normalisation) => {
  const { head, slots } = normalisation
  for (let record = 1; record < head.recordCount; record++) {
    head.goTo(record)
    if (head.type === RecordType.OBJ_PID && head.seek('opid')) slots.objectAttributes.push(head.here)
  }
  if (slots.objectAttributes.length > 1) {
    slots.action = 'killed-list-of-pids'
    slots.objectKind = 'process-group'
  }
}

const madeNodes: ReadonlyMap<ObjectKind, string> = new Map([
  ['character-device', 'made-character-device'],
  ['block-device', 'made-block-device'],
])

const makeNode = (normalisation: Normalisation) => {
  const { slots } = normalisation
  fileFrom(2)(normalisation)
  slots.action = madeNodes.get(slots.objectKind) ?? 'make-device'
}

const allocateMemory = (normalisation: Normalisation) => {
  const { head, slots, outcome } = normalisation
  if (outcome !== 'ok') return
  slots.action = 'allocated-memory-in'
  head.rewind()
  normalisation.takeHere('object', 'comm')
}

/** By class number of the syscall map (`syscallKinds` of the tables). */
export const syscallClasses: ReadonlyMap<number, ActionClass> = new Map<number, ActionClass>([
  [1, { action: 'opened-file', steps: open }],
  [
    2,
    {
      action: 'changed-file-attributes-of',
      objectKind: 'file',
      // fremovexattr works on a descriptor too, but usually finds no object [quirk].
      steps: fileFromUnless(2, 'fsetxattr'),
    },
  ],
  [3, { action: 'changed-file-permissions-of', objectKind: 'file', steps: changeMode }],
  [4, { action: 'changed-file-ownership-of', objectKind: 'file', steps: changeOwner }],
  [5, { action: 'loaded-kernel-module', objectKind: 'file', steps: loadModule }],
  [6, { action: 'unloaded-kernel-module', objectKind: 'file' }],
  [7, { action: 'created-directory', objectKind: 'file', steps: fileFrom(3) }],
  [8, { action: 'mounted', objectKind: 'file-system', steps: mount }],
  [9, { action: 'renamed', objectKind: 'file', steps: rename }],
  [10, { action: 'checked-metadata-of', objectKind: 'file', steps: fileFrom(2) }],
  [11, { action: 'symlinked', objectKind: 'file', steps: symlink }],
  [12, { action: 'unmounted', objectKind: 'file-system', steps: fileFrom(2) }],
  [13, { action: 'deleted', objectKind: 'file', steps: fileFrom(2) }],
  [14, { action: 'changed-timestamp-of', objectKind: 'file', steps: fileFrom(2) }],
  [15, { action: 'executed', objectKind: 'file', steps: fileFrom(3) }],
  [16, { action: 'accepted-connection-from', objectKind: 'socket', steps: socket }],
  [17, { action: 'bound-socket', objectKind: 'socket', steps: socket }],
  [18, { action: 'connected-to', objectKind: 'socket', steps: socket }],
  [19, { action: 'received-from', objectKind: 'socket', steps: socket }],
  [20, { action: 'sent-to', objectKind: 'socket', steps: socket }],
  [21, { action: 'killed-pid', objectKind: 'process', steps: kill }],
  [29, { action: 'changed-identity-of', objectKind: 'process', steps: changeIdentity }],
  [30, { action: 'changed-identity-of', objectKind: 'process', steps: changeIdentity }],
  [31, { action: 'changed-system-time', objectKind: 'system' }],
  [32, { steps: makeNode }],
  [33, { action: 'changed-system-name', objectKind: 'system' }],
  [34, { action: 'checked-filesystem-metadata-of', objectKind: 'file-system', steps: fileFrom(2) }],
  [35, { action: 'allocated-memory', objectKind: 'memory', steps: allocateMemory }],
  [36, { action: 'adjusted-scheduling-policy-of', objectKind: 'process', steps: program }],
  [40, { action: 'adjusted-security-policy-of', objectKind: 'process', steps: program }],
  [41, { action: 'retrieved-security-attr-of', objectKind: 'process', steps: takeProgramAsObject }],
  [42, { action: 'listed-security-modules', objectKind: 'security-modules' }],
])
