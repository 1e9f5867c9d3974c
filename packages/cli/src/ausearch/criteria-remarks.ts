/** Criteria that no event can meet, or that are not what they look like: said when a search has ended. */
import { Machine } from '@ts-audit/tables/machines'
import { syscallName } from '@ts-audit/tables/syscalls'
import type { AusearchOptions } from './options.ts'

/** `TASK_COMM_LEN` of the kernel's include/linux/sched.h, without the final zero byte. */
const LONGEST_COMM = 15

/** What a search came to. */
interface SearchResult {
  /** How many events were found. */
  readonly shown: number
  /** How many have the wanted command in another AVC record than the one that is looked at. */
  readonly laterCommands: number
}

/** The lines, without newline. */
export function criteriaRemarks(
  { criteria, start, end }: Pick<AusearchOptions, 'criteria' | 'start' | 'end'>,
  { shown, laterCommands }: SearchResult,
): string[] {
  const { arch, syscall, key, comm } = criteria
  const remarks: string[] = []
  if (arch === Machine.uring) {
    const name = syscall === undefined ? undefined : syscallName(Machine.uring, syscall)
    const one = name === undefined ? '' : `, --expr 'uring_op i= ${name}' those of this operation`
    remarks.push(
      `--arch uring can match no event, since records of io_uring name no arch: -m URINGOP finds them${one}`,
    )
  }
  if (start !== undefined && end !== undefined && start > end) {
    remarks.push('the start (-ts) is after the end (-te): no event can be between them')
  }
  if (comm !== undefined && laterCommands > 0) {
    const events = laterCommands === 1 ? '1 event has' : `${laterCommands} events have`
    const word = /^[A-Za-z0-9_-]+$/.test(comm) ? comm : `"${comm.replace(/["\\]/g, '\\$&')}"`
    remarks.push(
      `${events} the command ${comm} in a later AVC record, and -c looks at the first: --expr '\\record_type == AVC && comm i= ${word}' looks at all`,
    )
  }
  if (shown > 0) return remarks
  if (key?.includes(',')) {
    const first = key.split(',')[0] ?? ''
    remarks.push(
      `nothing was found with the key ${key}: -k takes one key, not a list; search for one at a time (-k ${first}), or --expr 'key i= A || key i= B'`,
    )
  }
  if (comm !== undefined && comm.length > LONGEST_COMM) {
    remarks.push(
      `-c ${comm} has ${comm.length} bytes, and the kernel keeps ${LONGEST_COMM} of a command's name: -c ${comm.slice(0, LONGEST_COMM)}`,
    )
  }
  return remarks
}
