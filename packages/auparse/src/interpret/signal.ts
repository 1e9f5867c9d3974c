/** Signals (spec 03 §4.16). */
import { lookupName, signals } from '@ts-audit/tables/usual'
import { type Interpreter, ofNumber } from './interpreter.ts'

const LAST_SIGNAL = 31

/** The name of a signal from 0 (`SIG0`) to 31, or undefined. */
export function signalName(number: number): string | undefined {
  return number > LAST_SIGNAL ? undefined : lookupName(signals, number)
}

/** `sig`. */
export const signal: Interpreter = ofNumber(
  10,
  ({ low }, value) => signalName(low | 0) ?? `unknown-signal(${value})`,
)

/** A signal as an argument of a system call. */
export const signalArgument: Interpreter = ofNumber(
  16,
  ({ low }, value) => signalName(low | 0) ?? `unknown-signal(0x${value})`,
)
