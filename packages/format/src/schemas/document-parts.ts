/** Into how many documents an event goes: one, but each BPF record has its own (they need not be the system call's doing). */

import * as RecordType from '@ts-audit/tables/record-type'
import type { EventFacts, ProgramFacts } from './event-facts.ts'

/** One document of an event. */
export interface Part {
  readonly id: string
  /** The BPF record it is about; undefined for the event, or for its system call. */
  readonly program: ProgramFacts | undefined
  /** True for the document of the system call beside those of its BPF records. */
  readonly isSyscall: boolean
  /** Whether what else the event says is about this. */
  readonly hasProcess: boolean
  /** True where a program was unloaded during a system call that cannot have done it. */
  readonly isBystander: boolean
}

/** Calls that can drop the last reference to a program. */
const DROPPING: ReadonlySet<string> = new Set([
  ...['bpf', 'close', 'close_range', 'dup2', 'dup3', 'execve', 'execveat', 'exit', 'exit_group', 'munmap'],
  ...['umount', 'umount2', 'unlink', 'unlinkat'],
])

/** Records that come with every system call, audited or not. */
const COMPANIONS: ReadonlySet<number> = new Set([
  RecordType.BPF,
  RecordType.SYSCALL,
  RecordType.PROCTITLE,
  RecordType.EOE,
])

/** The documents of an event. */
export function documentParts(facts: EventFacts): readonly Part[] {
  const { programs, id } = facts
  if (programs.length === 0) {
    return [{ id, program: undefined, isSyscall: false, hasProcess: true, isBystander: false }]
  }
  const drops = facts.hasSyscall && DROPPING.has(facts.callName ?? '')
  const parts: Part[] = programs.map((program, number) => {
    const isUnload = program.op === 'UNLOAD'
    return {
      id: `${id}#${number + 1}`,
      program,
      isSyscall: false,
      hasProcess: facts.hasSyscall && (!isUnload || drops),
      isBystander: facts.hasSyscall && isUnload && !drops,
    }
  })
  if (hasOwnSyscall(facts)) {
    const number = parts.length + 1
    parts.push({
      id: `${id}#${number}`,
      program: undefined,
      isSyscall: true,
      hasProcess: true,
      isBystander: false,
    })
  }
  return parts
}

/** A system call that unloaded a program tells of something else where a rule or other records say so. */
function hasOwnSyscall(facts: EventFacts): boolean {
  const { hasSyscall, programs, keys, records } = facts
  if (!hasSyscall || programs.some(({ op }) => op !== 'UNLOAD')) return false
  return keys.length > 0 || records.some(({ type }) => !COMPANIONS.has(type))
}
