/** The context that has all interpreters. */
import { contextWith, type InterpretContext, type InterpretOptions } from './context.ts'
import { interpreters } from './interpret/interpreters.ts'

/**
 * A context with fresh memory. Defaults: escape mode `tty`, no account names, host machine x86_64, times as `?`,
 * no network interfaces. One context serves one run over a log.
 */
export function createInterpretContext(options: InterpretOptions = {}): InterpretContext {
  return contextWith(interpreters, options)
}
