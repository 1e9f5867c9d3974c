/** A run that cannot go on. */

/** Ends the run: `text` is the complete message for stderr, `status` the exit status (spec 01 §9). */
export class RunError extends Error {
  override readonly name: string = 'RunError'
  readonly text: string
  readonly status: number

  constructor(text: string, status: number) {
    super(text)
    this.text = text
    this.status = status
  }
}
