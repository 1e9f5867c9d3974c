/** How ECS classifies an event, where the record type or system call alone does not say it. */
import { type EcsClass, ecsRecordClass, ecsSyscallClass } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventFacts, ProgramFacts } from './event-facts.ts'
import { Field } from './roles.ts'
import { objectKindOf, wasDenied } from './verdict.ts'

const UNKNOWN_CALL: EcsClass = { kind: 'event', category: ['process'], type: ['info'], action: undefined }
const NAMESPACE_FLAGS = 0x7e02_0000

/** The class of the event as a whole. */
export function ecsClassOf(facts: EventFacts): EcsClass {
  const { type } = facts
  if (type === RecordType.SYSCALL) return syscallClass(facts)
  const known = ecsRecordClass(type) ?? UNKNOWN_CALL
  return adjusted(facts, known)
}

/** The class of a BPF record. */
export function ecsProgramClass({ op }: ProgramFacts): EcsClass {
  const loaded = ecsRecordClass(RecordType.BPF) ?? UNKNOWN_CALL
  if (op === 'UNLOAD') return { ...loaded, type: ['end'], action: 'unloaded-bpf-program' }
  return op === 'LOAD' ? loaded : { ...loaded, type: ['info'], action: undefined }
}

/** The class of the system call of the event. */
export function syscallClass(facts: EventFacts): EcsClass {
  const name = facts.callName
  const known = name === undefined ? undefined : ecsSyscallClass(name)
  if (known === undefined) return cloneClass(facts, name)
  const opensNew = known.action === 'opened-file' && facts.paths.some(({ nametype }) => nametype === 'CREATE')
  return opensNew ? { ...known, type: ['creation'] } : known
}

/** A clone with a namespace flag changes namespaces. */
function cloneClass(facts: EventFacts, name: string | undefined): EcsClass {
  if (name !== 'clone') return UNKNOWN_CALL
  const flags = Number.parseInt(facts.other['a0'] ?? '', 16)
  return (flags & NAMESPACE_FLAGS) === 0 ? UNKNOWN_CALL : (ecsSyscallClass('unshare') ?? UNKNOWN_CALL)
}

function adjusted(facts: EventFacts, known: EcsClass): EcsClass {
  const change = adjustments.get(facts.type)
  return change === undefined ? known : change(facts, known)
}

const decided = (facts: EventFacts, known: EcsClass): EcsClass => {
  const verdict = wasDenied(facts)
  if (verdict === undefined) return known
  const type = known.type.filter((word) => word !== 'denied' && word !== 'allowed')
  return { ...known, type: [...type, verdict ? 'denied' : 'allowed'] }
}

const accessDecided = (facts: EventFacts, known: EcsClass): EcsClass => {
  const action = facts.other['apparmor'] === undefined ? known.action : appArmorAction(facts)
  const object = objectKindOf(facts)
  if (object === 'file') {
    return decided(facts, {
      ...known,
      action,
      category: ['file', 'intrusion_detection'],
      type: ['access', 'denied'],
    })
  }
  if (object === 'socket') {
    return decided(facts, {
      ...known,
      action,
      category: ['network', 'intrusion_detection'],
      type: ['info', 'denied'],
    })
  }
  return decided(facts, { ...known, action })
}

function appArmorAction(facts: EventFacts): string {
  if (facts.other['apparmor'] === 'STATUS') return 'changed-apparmor-policy'
  return wasDenied(facts) === false ? 'apparmor-allowed' : 'violated-apparmor-policy'
}

/** An integrity check that went well is no alert. */
const integrity = (facts: EventFacts, known: EcsClass): EcsClass =>
  facts.value(Field.res) === '1' ? { ...known, kind: 'event' } : known

const adjustments: ReadonlyMap<number, (facts: EventFacts, known: EcsClass) => EcsClass> = new Map([
  [RecordType.AVC, accessDecided],
  [RecordType.USER_AVC, decided],
  [RecordType.DAC_CHECK, decided],
  [RecordType.MAC_CHECK, decided],
  [RecordType.SECCOMP, decided],
  [RecordType.FANOTIFY, decided],
  [RecordType.INTEGRITY_DATA, integrity],
  [RecordType.INTEGRITY_METADATA, integrity],
  [RecordType.INTEGRITY_HASH, integrity],
  [RecordType.INTEGRITY_EVM_XATTR, integrity],
  [RecordType.KERN_MODULE, kernelModule],
  [RecordType.SOFTWARE_UPDATE, softwareUpdate],
  [RecordType.URINGOP, uringOperation],
])

function kernelModule(facts: EventFacts, known: EcsClass): EcsClass {
  return facts.callName === 'delete_module' ? (ecsSyscallClass('delete_module') ?? known) : known
}

function softwareUpdate(facts: EventFacts, known: EcsClass): EcsClass {
  const op = facts.value(Field.op)
  if (op === 'install') return { ...known, type: ['installation'] }
  if (op === 'remove') return { ...known, type: ['deletion'] }
  return op === 'update' ? { ...known, type: ['change'] } : known
}

function uringOperation(facts: EventFacts, known: EcsClass): EcsClass {
  const name = facts.operation
  return name === undefined ? known : (ecsSyscallClass(name) ?? known)
}
