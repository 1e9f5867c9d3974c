/** Everything an interpretation depends on besides the record, as one explicit value: no global state. */
import type { FieldTypeCode } from '@ts-audit/tables/field-types'
import type { MachineNumber } from '@ts-audit/tables/machines'
import { type AccountResolver, noAccounts } from './accounts/accounts.ts'
import type { EscapeMode } from './escape/escape-mode.ts'
import type { SyscallContext } from './fields/parsed-record.ts'
import type { Wide } from './interpret/integers.ts'

/** What a run remembers from record to record; the one part of a context that changes (spec 02 §5.7). */
export interface InterpretMemory {
  /** The last `fan_type`: 0, 1, or 2 for unknown (spec 03 §4.33). */
  fanType: 0 | 1 | 2
  /** First argument of the last SYSCALL record walked (spec 02 §5.6). */
  arg0: Wide
  /** Second argument of the last SYSCALL record walked. */
  arg1: Wide
}

/** How values are turned into text. Make one with `createInterpretContext`. */
export interface InterpretContext {
  readonly escape: EscapeMode
  readonly accounts: AccountResolver
  /** The machine number a syscall number belongs to when its arch is not known; undefined for none. */
  readonly hostMachine: number | undefined
  /** Local date and time of seconds since 1970 as `%x %T`, or undefined when they cannot be converted. */
  readonly formatTime: (seconds: number | bigint) => string | undefined
  /** Name of a network interface by its index, for scopes of IPv6 addresses; undefined where there is none. */
  readonly interfaceName: (index: number) => string | undefined
  readonly memory: InterpretMemory
  /** What values are read with. @internal */
  readonly interpreters: InterpreterSet
}

/** Where the value to be interpreted stands. */
export interface FieldSetting {
  readonly context: InterpretContext
  readonly syscall: SyscallContext
  /** Raw value of the field `family` that goes with a `hook`, if any (spec 03 §4.30). */
  readonly hookFamily: string | undefined
}

/**
 * Gives the human form of a raw value, before escaping. Undefined where there is no text at all, which the `-i` format
 * prints as `(null)`.
 */
export type Interpreter = (value: string, setting: FieldSetting) => string | undefined

/** Which argument of a system call. */
export type ArgumentIndex = 0 | 1 | 2 | 3

/** Chooses a formatter by the system call's machine and first arguments. */
type Choice = (syscall: SyscallContext) => Interpreter

/** How an argument is read: always the same way, or depending on the arguments before it. */
export type ArgumentReader =
  | { readonly interpret: Interpreter; readonly choose?: undefined }
  | { readonly choose: Choice; readonly interpret?: undefined }

/** What values are read with: all interpreters and tables, or a part of them. */
export interface InterpreterSet {
  /** The interpreter of a field type. */
  of(type: FieldTypeCode): Interpreter
  /** How argument `index` of a system call is read; undefined when it is shown in hexadecimal. */
  argument(index: ArgumentIndex, syscall: string): ArgumentReader | undefined
  syscallName(machine: MachineNumber, number: number): string | undefined
  /** The call that `socketcall` or `ipc` makes with a first argument. */
  innerCall(syscall: string, arg0: number): string | undefined
}

/** The parts of a context a caller may choose. */
export type InterpretOptions = Partial<Omit<InterpretContext, 'memory' | 'interpreters'>>

const ZERO: Wide = { high: 0, low: 0 }

/** As `createInterpretContext`, with a part of the interpreters. */
export function contextWith(interpreters: InterpreterSet, options: InterpretOptions): InterpretContext {
  return {
    escape: options.escape ?? 'tty',
    accounts: options.accounts ?? noAccounts,
    hostMachine: 'hostMachine' in options ? options.hostMachine : 1,
    formatTime: options.formatTime ?? (() => undefined),
    interfaceName: options.interfaceName ?? (() => undefined),
    memory: { fanType: 2, arg0: ZERO, arg1: ZERO },
    interpreters,
  }
}

/** Forgets the last `fan_type`: the library does so at every event, the `-i` walk never (spec 03 §4.33). */
export function forgetFanType(context: InterpretContext): void {
  context.memory.fanType = 2
}
