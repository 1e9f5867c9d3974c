/** Whether the system call of an event can have to do with the UNLOADs in it. */
import type { LogEvent } from '@ts-audit/log'
import { readBpfRecord } from './records/bpf-record.ts'
import { readSystemCall } from './records/syscall-record.ts'
import { droppingCall } from './track/dropping-calls.ts'

const SYSCALL = 1300
const BPF = 1334

/**
 * Whether the process of an UNLOAD's event may be shown beside it: its call can drop a program, or it is the failed load
 * of this very program. Otherwise it is only the task that was interrupted, or the event names none.
 *
 * @param progId the program that the UNLOAD is about
 */
export function callCanDrop({ records }: Pick<LogEvent, 'records'>, progId: number): boolean {
  const record = records.find(({ type }) => type === SYSCALL)
  if (record === undefined) return false
  const { name, a0, success } = readSystemCall(record)
  if (droppingCall(name, a0) !== undefined) return true
  return success === false && records.some((other) => other.type === BPF && isLoadOf(other, progId))
}

function isLoadOf(record: LogEvent['records'][number], progId: number): boolean {
  const bpf = readBpfRecord(record)
  return bpf?.op === 'LOAD' && bpf.progId === progId
}
