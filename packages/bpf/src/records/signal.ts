/** Tells which signal a call sends, and whether it ends a process that does not expect it (signal(7)). */

import type { CallArguments } from './call-arguments.ts'

/** SIGHUP, SIGINT, SIGQUIT, SIGABRT, SIGKILL, SIGSEGV and SIGTERM have these numbers on every machine. */
const ENDING: ReadonlySet<number> = new Set([1, 2, 3, 6, 9, 11, 15])

/** The signal of kill(2), tkill(2), tgkill(2) or pidfd_send_signal(2). */
export function signalOf(name: string, [, a1, a2]: CallArguments): number | undefined {
  return name === 'tgkill' ? a2 : a1
}

/** The same, where it ends processes. */
export function endingSignal(name: string, given: CallArguments): number | undefined {
  const signal = signalOf(name, given)
  return signal !== undefined && ENDING.has(signal) ? signal : undefined
}
