/** Everything an interpretation depends on besides the record, as one explicit value: no global state. */
import { type AccountResolver, noAccounts } from './accounts/accounts.ts'
import type { EscapeMode } from './escape/escape-mode.ts'
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

/** How values are turned into text. Make one with {@link createInterpretContext}. */
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
}

/** The parts of a context a caller may choose. */
export type InterpretOptions = Partial<Omit<InterpretContext, 'memory'>>

const ZERO: Wide = { high: 0, low: 0 }

/**
 * A context with fresh memory. Defaults: escape mode `tty`, no account names, host machine x86_64, times as `?`,
 * no network interfaces. One context serves one run over a log.
 */
export function createInterpretContext(options: InterpretOptions = {}): InterpretContext {
  return {
    escape: options.escape ?? 'tty',
    accounts: options.accounts ?? noAccounts,
    hostMachine: 'hostMachine' in options ? options.hostMachine : 1,
    formatTime: options.formatTime ?? (() => undefined),
    interfaceName: options.interfaceName ?? (() => undefined),
    memory: { fanType: 2, arg0: ZERO, arg1: ZERO },
  }
}

/** Forgets the last `fan_type`: the library does so at every event, the `-i` walk never (spec 03 §4.33). */
export function forgetFanType(context: InterpretContext): void {
  context.memory.fanType = 2
}
