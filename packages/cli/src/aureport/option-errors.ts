/** Building blocks of ts-aureport's option rows. */
import { type OptionRow, type OptionUse, UsageError } from '../options/command-table.ts'
import type { AureportContext, AureportOptions } from './options.ts'

export type AureportRow = OptionRow<AureportOptions, AureportContext>

/** The option does something only together with what is not there: the command ends without the usage text. */
export class UnimplementedError extends Error {
  override readonly name = 'UnimplementedError'
}

/** A mistake in what the reference does not have: the command ends without the usage text, which names none of it. */
export class ExtensionError extends Error {
  override readonly name = 'ExtensionError'
  /** Complete text for stderr. */
  readonly text: string

  constructor(line: string) {
    super(line)
    this.text = `${line}\n`
  }
}

/** The argument of an option that has one. */
export function argumentOf(use: OptionUse): string {
  return use.values[0] ?? ''
}

/** Ends the reading of the command line with one line on stderr. */
export function refuse(line: string): never {
  throw new UsageError(`${line}\n`)
}

/** Ends the reading of the command line, about an option that the reference does not have. */
export function refuseExtension(line: string): never {
  throw new ExtensionError(line)
}
