/** An input that cannot be read. */

/** Ends the run; `text` is the complete message for stderr. */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly text: string
  /** What the reference does not say: which file that is, and what to do about it; newline included. */
  readonly hint: string | undefined

  constructor(text: string, hint?: string) {
    super(text)
    this.text = text
    this.hint = hint
  }
}

/** About a file that cannot be read: `reason` is the system's code, `says` whether the message names the file. */
export function inputHint(name: string, reason: string, says: 'the file' | 'no file'): string | undefined {
  if (reason === 'EACCES' || reason === 'EPERM') {
    const user = process.getuid?.() === 0 ? '' : ': are you root? Audit logs are readable by root alone'
    return user === '' && says === 'the file' ? undefined : `NOTE - ${name} cannot be read${user}\n`
  }
  return says === 'the file'
    ? undefined
    : `NOTE - ${reason === 'ENOENT' ? 'there is no' : 'the input is'} ${name}\n`
}
