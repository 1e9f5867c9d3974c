/** Building blocks of ts-ausearch's option rows. */
import { type OptionRow, type OptionUse, UsageError } from '../options/command-table.ts'
import type { AusearchContext, AusearchOptions } from './options.ts'

export type AusearchRow = OptionRow<AusearchOptions, AusearchContext>

/** The argument of an option that has one. */
export function argumentOf(use: OptionUse): string {
  return use.values[0] ?? ''
}

/** Ends the reading of the command line with one line on stderr. */
export function refuse(line: string): never {
  throw new UsageError(`${line}\n`)
}
