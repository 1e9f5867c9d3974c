/** What the options of a command are read with. */
import { type OptionUse, UsageError, type UsageHint } from './command-table.ts'

/** The argument of an option that has one. */
export function argumentOf(use: OptionUse): string {
  return use.values[0] ?? ''
}

/** Ends the reading of the command line with one line on stderr, and what helps with it. */
export function refuse(line: string, hint?: UsageHint): never {
  throw new UsageError(`${line}\n`, hint)
}
