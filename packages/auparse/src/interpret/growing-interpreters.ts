/** Interpreters for who reads a log piece by piece and can wait: those that few logs need are loaded when one does. */
import { latin1 } from '@ts-audit/log/internal'
import { fieldTypes } from '@ts-audit/tables/field-types'
import { Machine } from '@ts-audit/tables/machines'
import { usualSyscallName } from '@ts-audit/tables/usual'
import type { ArgumentIndex, ArgumentReader, Interpreter, InterpreterSet } from '../context.ts'
import { USUAL_TYPES, usualInterpreters } from './usual-interpreters.ts'

/** The system calls of x86_64 of which the usual set cannot read all arguments. */
export const RARE_CALLS: RegExp =
  /^(?:clock_settime|clone|unshare|personality|ptrace|prctl|[gs]etrlimit|socket|fcntl|fsconfig|fsopen|fsmount|[gs]etsockopt|setns|sched_setscheduler|epoll_ctl|umount2|ioctl|shmget|(?:set|remove|list|get)xattrat|lseek|mount|open_tree_attr)$/
const LAST_CALL = 1023
/** A longer line without an end is looked at in pieces, which share what is longer than what is looked for. */
const LONGEST_LINE = 1 << 16
const SHARED = 64

export class GrowingInterpreters implements InterpreterSet {
  #set: InterpreterSet = usualInterpreters
  readonly #rare = rarePattern()
  readonly #calls = usualCalls()
  /** The beginning of the line that has not ended. */
  #rest = ''

  of(type: Parameters<InterpreterSet['of']>[0]): Interpreter {
    return this.#set.of(type)
  }

  argument(index: ArgumentIndex, syscall: string): ArgumentReader | undefined {
    return this.#set.argument(index, syscall)
  }

  syscallName(...call: Parameters<InterpreterSet['syscallName']>): string | undefined {
    return this.#set.syscallName(...call)
  }

  innerCall(syscall: string, arg0: number): string | undefined {
    return this.#set.innerCall(syscall, arg0)
  }

  /** To be waited for before records are interpreted that end in these bytes, which follow those of the last time. */
  prepare(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#set !== usualInterpreters) return undefined
    const text = this.#rest + latin1(bytes, 0, bytes.length)
    const end = text.lastIndexOf('\n') + 1
    const isWhole = text.length - end > LONGEST_LINE
    const lines = isWhole ? text : text.slice(0, end)
    this.#rest = isWhole ? text.slice(-SHARED) : text.slice(end)
    return this.#isUsual(lines) ? undefined : this.load()
  }

  /** To be waited for before the records of a last line without an end are interpreted. */
  prepareEnd(): Promise<void> | undefined {
    if (this.#set !== usualInterpreters || this.#isUsual(`${this.#rest}\n`)) return undefined
    return this.load()
  }

  /** Loads what is missing, whatever the log holds. */
  async load(): Promise<void> {
    const { interpreters } = await import('./interpreters.ts')
    this.#set = interpreters
    this.#rest = ''
  }

  /** Whether the usual set reads all of some lines; false for some others as well. */
  #isUsual(lines: string): boolean {
    if (this.#rare.test(lines)) return false
    for (let at = lines.indexOf('syscall='); at >= 0; at = lines.indexOf('syscall=', at)) {
      at += 8
      let end = at
      while (end < at + 5 && lines.charCodeAt(end) > 0x20) end++
      if (!this.#calls.has(lines.slice(at, end))) return false
    }
    return true
  }
}

/** Fields of the other types, and of another machine. */
function rarePattern(): RegExp {
  const names = fieldTypes()
    .filter(({ name, number }) => name === 'uring_op' || !USUAL_TYPES.has(number as never))
    .map(({ name }) => name)
  return new RegExp(`arch=(?!c000003e[ \\n])|(?<![\\w-])(?:${names.join('|')})=`)
}

/** The numbers of the calls that the usual set reads, as they stand in logs. */
function usualCalls(): ReadonlySet<string> {
  const calls = new Set<string>()
  for (let number = 0; number <= LAST_CALL; number++) {
    const name = usualSyscallName(Machine.x86_64, number)
    if (name !== undefined && !RARE_CALLS.test(name)) calls.add(String(number))
  }
  return calls
}
