/** An input that cannot be read. */
import { RunError } from '../run/run-error.ts'

/** Ends the run with status 1; `text` is the complete message for stderr. */
export class InputError extends RunError {
  override readonly name = 'InputError'

  constructor(text: string) {
    super(text, 1)
  }
}
