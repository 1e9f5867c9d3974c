/** How OCSF classifies an event: its `type_uid`, class times 100 plus activity. */
import { ocsfRecordType, ocsfSyscallType } from '@ts-audit/tables/event-schemas'
import * as RecordType from '@ts-audit/tables/record-type'
import type { EventFacts, ProgramFacts } from './event-facts.ts'
import { Field } from './roles.ts'
import { objectKindOf } from './verdict.ts'

/** The classes that events are of. */
export const OcsfClass = {
  BASE: 0,
  FILE: 1001,
  KERNEL_EXTENSION: 1002,
  KERNEL: 1003,
  PROCESS: 1007,
  EVENT_LOG: 1008,
  PERIPHERAL: 1010,
  FINDING: 2004,
  ACCOUNT: 3001,
  AUTHENTICATION: 3002,
  GROUP: 3006,
  NETWORK: 4001,
  CONFIG: 5019,
  APPLICATION: 6002,
} as const

/** `activity_id` of what the schema has no activity for. */
export const OTHER_ACTIVITY = 99
const KERNEL_INVOKE = 100304
const FILE_CREATE = 100101
const FILE_READ_OPEN = 100114
const FILE_UPDATE = 100103
const NETWORK_REFUSE = 400105
const NETWORK_OPEN = 400101
const NETWORK_FAIL = 400104
const PROCESS_INJECT = 100704
const BASE_OTHER = 99
/** `include/uapi/asm-generic/fcntl.h`: O_WRONLY, O_RDWR, O_TRUNC. */
const WRITING = 0o1003
/** `include/uapi/linux/ptrace.h`: PTRACE_POKETEXT to PTRACE_POKEUSR. */
const FIRST_POKE = 4
const LAST_POKE = 6

/** The `type_uid` of a BPF record. */
export function ocsfProgramType({ op }: ProgramFacts): number {
  if (op === 'LOAD') return 100301
  return op === 'UNLOAD' ? 100303 : 100399
}

/** The `type_uid` of the event as a whole. */
export function ocsfTypeOf(facts: EventFacts): number {
  const { type } = facts
  if (type === RecordType.SYSCALL) return ocsfSyscallTypeOf(facts)
  const known = ocsfRecordType(type)
  // What accompanies a system call without one, and types without a name.
  if (known === undefined || known === 0) return BASE_OTHER
  return adjustments.get(type)?.(facts, known) ?? known
}

/** The `type_uid` of its system call. */
export function ocsfSyscallTypeOf(facts: EventFacts): number {
  const name = facts.callName
  const known = name === undefined ? undefined : ocsfSyscallType(name)
  if (name === undefined || known === undefined) return KERNEL_INVOKE
  if (known === FILE_READ_OPEN) return openType(facts, name)
  if (name === 'ptrace') return ptraceType(facts, known)
  if (known === NETWORK_OPEN && facts.success === false && name === 'connect') return NETWORK_FAIL
  return known
}

/** By what was done with the file: made, or opened to be written, or to be read. */
function openType(facts: EventFacts, name: string): number {
  if (facts.paths.some(({ nametype }) => nametype === 'CREATE')) return FILE_CREATE
  const flags = Number.parseInt(facts.other[name === 'open' ? 'a1' : 'a2'] ?? '', 16)
  // openat2 has a pointer there; its flags are in a record of their own.
  const opened = name === 'openat2' ? Number.parseInt(facts.other['oflag'] ?? '', 8) : flags
  return !Number.isNaN(opened) && (opened & WRITING) !== 0 ? FILE_UPDATE : FILE_READ_OPEN
}

function ptraceType(facts: EventFacts, known: number): number {
  const request = Number.parseInt(facts.other['a0'] ?? '', 16)
  return request >= FIRST_POKE && request <= LAST_POKE ? PROCESS_INJECT : known
}

const accessType = (facts: EventFacts, known: number): number => {
  const kind = objectKindOf(facts)
  if (kind === 'file') return FILE_READ_OPEN
  return kind === 'socket' ? NETWORK_REFUSE : known
}

const byOperation =
  (activities: Readonly<Record<'install' | 'remove' | 'start' | 'stop', number | undefined>>) =>
  (facts: EventFacts, known: number): number => {
    const op = facts.value(Field.op)
    const activity =
      op === 'install' || op === 'remove' || op === 'start' || op === 'stop' ? activities[op] : undefined
    return activity === undefined ? known : known - (known % 100) + activity
  }

const adjustments: ReadonlyMap<number, (facts: EventFacts, known: number) => number> = new Map([
  [RecordType.AVC, accessType],
  [
    RecordType.KERN_MODULE,
    (facts: EventFacts, known: number) => (facts.callName === 'delete_module' ? 100202 : known),
  ],
  [RecordType.SOFTWARE_UPDATE, byOperation({ install: 1, remove: 2, start: undefined, stop: undefined })],
  [RecordType.VIRT_CONTROL, byOperation({ install: undefined, remove: undefined, start: 3, stop: 4 })],
  [RecordType.USER_DEVICE, deviceType],
])

function deviceType(facts: EventFacts, known: number): number {
  const op = facts.value(Field.op)
  if (op === 'add' || op === 'connect' || op?.startsWith('connect')) return 101001
  return op === 'remove' || op?.startsWith('disconnect') ? 101002 : known
}
