/** A form in which audit records travel: how it is recognised, and how it becomes the lines of an audit log. */

/** Told about messages that an input says are missing, with the id of a record beside them. */
export type OnLost = (lost: number, event: string) => void

/** Makes audit lines of an input pushed in chunks of any size. */
export interface Unwrapper {
  /** The audit lines of a chunk, as bytes that a `LogReader` takes; empty when it holds none. */
  push(chunk: Uint8Array): Uint8Array
  /** The end of the input: what its last line gives when it had no newline. */
  end(): Uint8Array
  /** BPF records in a form without event ids, so far: they cannot be read. */
  readonly journalCopies: number
}

/** Whom an unwrapper tells. */
export interface UnwrapOptions {
  readonly onLost?: OnLost | undefined
}

/** One form. */
export interface InputForm {
  readonly name: string
  /** Whether a line of this form begins at a position. */
  readonly beginsAt?: (bytes: Uint8Array, at: number) => boolean
  /** Makes audit lines of the form; undefined for one that is made of them. */
  readonly createUnwrapper?: (options: UnwrapOptions) => Unwrapper
}
