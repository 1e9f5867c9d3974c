/** A test of events: does one belong to the life of a wanted program, or is it a LOAD or an UNLOAD? */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { type BpfRecord, readBpfRecord } from '../records/bpf-record.ts'
import { ProgramLives } from './program-lives.ts'

/** What is searched for; what is given must all hold. */
export interface ProgramSearch {
  /** Programs with one of these ids, whichever boot and node they are of. */
  readonly progIds?: ReadonlySet<number> | undefined
  /** Events with a BPF record of this operation: with ids, of one of them. */
  readonly op?: BpfRecord['op'] | undefined
}

/**
 * Compiles a search into a test, which must be asked about every event of a log in its order.
 *
 * With ids an event is found that has a BPF record of one of them; so is, when no operation is asked for, a bpf(2) call
 * by which the program's loader may have used it: one of {@link ProgramLives}. Events without a BPF record are told by
 * the types of their records alone, unless a wanted program is loaded. Memory grows with the wanted programs that are
 * loaded at a time, up to a limit.
 */
export function createProgramTest({ progIds, op }: ProgramSearch): (event: LogEvent) => boolean {
  const isWanted = (record: LogRecord): boolean => {
    const found = record.type === RecordType.BPF ? readBpfRecord(record) : undefined
    if (found === undefined || (op !== undefined && found.op !== op)) return false
    return progIds === undefined || progIds.has(found.progId)
  }
  if (progIds === undefined || op !== undefined) return (event) => event.records.some(isWanted)
  const lives = new ProgramLives(progIds)
  return (event) => {
    if (!lives.isEmpty) return lives.take(event)
    for (const { type } of event.records) if (type === RecordType.BPF) return lives.take(event)
    return false
  }
}
