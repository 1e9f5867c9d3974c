/** An input that cannot be read. */

/** Ends the run; `text` is the complete message for stderr. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly text: string

  constructor(text: string) {
    super(text)
    this.text = text
  }
}
