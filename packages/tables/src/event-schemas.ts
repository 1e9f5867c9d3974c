// What record types and system calls are in the schemas of others: ECS 9.4, OCSF 1.8 and laurel 0.8.
import {
  ecsAllowedTypes,
  ecsRecordMap,
  ecsSyscallClasses,
  ecsSyscallMap,
  laurelEncodedFields,
  laurelNumberFields,
  ocsfRecordMap,
  ocsfSyscallMap,
} from './generated/event-schemas.ts'
import { lookupName, lookupNumber, tableRows } from './name-table.ts'

/** How ECS classifies an event: the values of `event.kind`, `.category`, `.type` and `.action`. */
export interface EcsClass {
  readonly kind: 'event' | 'alert'
  readonly category: readonly string[]
  readonly type: readonly string[]
  /** Undefined where nothing is known of what was done. */
  readonly action: string | undefined
}

const NEVER_SHOWN = '-'

const recordClasses = new Map<number, EcsClass | undefined>()

/** The ECS class of a record type; undefined for EOE, which is never shown, and for types without a name. */
export function ecsRecordClass(type: number): EcsClass | undefined {
  if (recordClasses.has(type)) return recordClasses.get(type)
  const words = lookupName(ecsRecordMap, type)
  if (words === undefined) return undefined
  const known = words === NEVER_SHOWN ? undefined : ecsClass(words)
  recordClasses.set(type, known)
  return known
}

const syscallClasses = new Map<number, EcsClass>()

/** The ECS class of a system call by its name; undefined for those that are nothing but `process`, `info`. */
export function ecsSyscallClass(name: string): EcsClass | undefined {
  const number = lookupNumber(ecsSyscallMap, name)
  if (number === undefined) return undefined
  let known = syscallClasses.get(number)
  if (known === undefined) {
    known = ecsClass(`event ${lookupName(ecsSyscallClasses, number)}`)
    syscallClasses.set(number, known)
  }
  return known
}

function ecsClass(words: string): EcsClass {
  const [kind, category = '', type = '', action] = words.split(' ')
  return {
    kind: kind === 'alert' ? 'alert' : 'event',
    category: category.split(','),
    type: type.split(','),
    action: action === NEVER_SHOWN ? undefined : action,
  }
}

/** The values of `event.type` that ECS allows for a category; undefined for a word that is no category. */
export function ecsAllowedTypesOf(category: string): readonly string[] | undefined {
  for (const { name } of tableRows(ecsAllowedTypes)) {
    const [word, ...types] = name.split(' ')
    if (word === category) return types
  }
  return undefined
}

const ocsfTypes = new Map<number, number | undefined>()

/**
 * The OCSF `type_uid` of a record type: its class times 100 plus the activity. 0 for a type that accompanies a SYSCALL,
 * undefined for EOE, which is never shown, and for types without a name.
 */
export function ocsfRecordType(type: number): number | undefined {
  if (ocsfTypes.has(type)) return ocsfTypes.get(type)
  const text = lookupName(ocsfRecordMap, type)
  if (text === undefined) return undefined
  const known = text === NEVER_SHOWN ? undefined : Number(text)
  ocsfTypes.set(type, known)
  return known
}

/** The OCSF `type_uid` of a system call by its name; undefined for those that are a Kernel Activity (1003), Invoke. */
export function ocsfSyscallType(name: string): number | undefined {
  return lookupNumber(ocsfSyscallMap, name)
}

/** The base in which laurel reads the number in a field of this name; undefined where it reads text. */
export function laurelNumberBase(name: string): 8 | 10 | 16 | undefined {
  const base = lookupNumber(laurelNumberFields, name)
  if (base === 8 || base === 10 || base === 16) return base
  return name.endsWith('uid') || name.endsWith('gid') ? 10 : undefined
}

/** Whether the kernel quotes a field of this name, and writes it in hexadecimal where its text needs that. */
export function isEncodedField(name: string): boolean {
  return lookupNumber(laurelEncodedFields, name) !== undefined
}
