/** Mistakes on ts-aureport's command line that end it without the usage text. */

/** The option does something only together with what is not there: the command ends without the usage text. */
export class UnimplementedError extends Error {
  override readonly name = 'UnimplementedError'
}

/** A mistake in what the reference does not have: the usage text would name none of it. */
export class ExtensionError extends Error {
  override readonly name = 'ExtensionError'
  /** Complete text for stderr. */
  readonly text: string

  constructor(line: string) {
    super(line)
    this.text = `${line}\n`
  }
}

/** Ends the reading of the command line, about an option that the reference does not have. */
export function refuseExtension(line: string): never {
  throw new ExtensionError(line)
}
