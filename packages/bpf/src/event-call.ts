/** Whether the system call of an event can have to do with the UNLOADs in it. */
import type { LogEvent } from '@ts-audit/log'
import { readBpfRecord } from './records/bpf-record.ts'
import { readSystemCall } from './records/syscall-record.ts'
import { droppingCall } from './track/dropping-calls.ts'

const SYSCALL = 1300
const BPF = 1334

/** What the system call of one event can have done. */
export interface EventCall {
  /**
   * Whether the process of the event may be shown beside its UNLOAD of a program: its call can drop one, or it is the
   * failed load of this very program. Otherwise it is only the task that was interrupted, or the event names none.
   */
  canDrop(progId: number): boolean
}

const EVERY: EventCall = { canDrop: () => true }
const NONE: EventCall = { canDrop: () => false }

/** Reads the system call of an event, in one pass over its records: an event can hold a great many UNLOADs. */
export function readEventCall({ records }: Pick<LogEvent, 'records'>): EventCall {
  const record = records.find(({ type }) => type === SYSCALL)
  if (record === undefined) return NONE
  const { name, a0, success } = readSystemCall(record)
  if (droppingCall(name, a0) !== undefined) return EVERY
  if (success !== false) return NONE
  const loaded = new Set<number>()
  for (const other of records) {
    const bpf = other.type === BPF ? readBpfRecord(other) : undefined
    if (bpf?.op === 'LOAD') loaded.add(bpf.progId)
  }
  return { canDrop: (progId) => loaded.has(progId) }
}
