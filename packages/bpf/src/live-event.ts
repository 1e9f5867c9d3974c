/** What one event tells about programs and the call it is of, for programs that act on events as they arrive. */
import type { LogEvent } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Loader } from './fields/process.ts'
import { makeLoader } from './fields/process-objects.ts'
import { type BpfRecord, readBpfRecord } from './records/bpf-record.ts'
import { IdentityCache } from './records/identity.ts'
import { ProctitleCache } from './records/proctitle.ts'
import { processOf, readSyscallRecord, type SystemCall } from './records/syscall-record.ts'
import { droppingCall } from './track/dropping-calls.ts'

/** One event as its records tell it. */
export interface LiveEvent {
  readonly programs: readonly BpfRecord[]
  /** The system call; undefined without a SYSCALL record. */
  readonly call: SystemCall | undefined
  /** Who made it; text is latin1. */
  readonly process: Loader | undefined
  /** Whether the call can drop a program: otherwise its process is only the one that was interrupted. */
  readonly canDrop: boolean
}

/** Makes a reader of events. */
export function createLiveEventReader(): (event: Pick<LogEvent, 'records'>) => LiveEvent {
  const identities = new IdentityCache()
  const proctitles = new ProctitleCache()
  return ({ records }) => {
    const programs: BpfRecord[] = []
    for (const record of records) {
      const program = record.type === RecordType.BPF ? readBpfRecord(record) : undefined
      if (program !== undefined) programs.push(program)
    }
    const syscall = records.find(({ type }) => type === RecordType.SYSCALL)
    if (syscall === undefined) return { programs, call: undefined, process: undefined, canDrop: false }
    const call = readSyscallRecord(syscall, identities)
    const title = records.find(({ type }) => type === RecordType.PROCTITLE)
    const process = makeLoader(processOf(call, title === undefined ? undefined : proctitles.read(title)))
    return { programs, call, process, canDrop: droppingCall(call.name, call.a0) !== undefined }
  }
}
