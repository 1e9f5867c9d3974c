/** What one event tells about programs: its BPF records, each read once, and which of them its call can have dropped. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { type BpfRecord, readBpfRecord } from './records/bpf-record.ts'
import { readSystemCall } from './records/syscall-record.ts'
import { droppingCall } from './track/dropping-calls.ts'

/** The BPF records of one event. */
export interface BpfEvent {
  /** Those that name a program, in the order of the event. */
  readonly records: readonly LogRecord[]
  /** What a record of this event says; undefined when it is none of {@link records}. */
  read(record: LogRecord): BpfRecord | undefined
  /**
   * Whether the process of the event may be shown beside its UNLOAD of a program: its call can drop one, or it is the
   * failed load of this very program. Otherwise it is only the task that was interrupted, or the event names none.
   */
  canDrop(progId: number): boolean
}

/** Reads the BPF records of an event; its system call is only read when it is asked about. */
export function readBpfEvent({ records }: Pick<LogEvent, 'records'>): BpfEvent {
  const found = new Map<LogRecord, BpfRecord>()
  for (const record of records) {
    const bpf = record.type === RecordType.BPF ? readBpfRecord(record) : undefined
    if (bpf !== undefined) found.set(record, bpf)
  }
  let drops: ((progId: number) => boolean) | undefined
  return {
    records: [...found.keys()],
    read: (record) => found.get(record),
    canDrop: (progId) => {
      drops ??= readDrops(records, found)
      return drops(progId)
    },
  }
}

const every = (): boolean => true
const none = (): boolean => false

/** Reads the system call, in one pass over the records: an event can hold a great many UNLOADs. */
function readDrops(
  records: readonly LogRecord[],
  found: ReadonlyMap<LogRecord, BpfRecord>,
): (progId: number) => boolean {
  const record = records.find(({ type }) => type === RecordType.SYSCALL)
  if (record === undefined) return none
  const { name, a0, success } = readSystemCall(record)
  if (droppingCall(name, a0) !== undefined) return every
  if (success !== false) return none
  const loaded = new Set<number>()
  for (const { op, progId } of found.values()) if (op === 'LOAD') loaded.add(progId)
  return (progId) => loaded.has(progId)
}
