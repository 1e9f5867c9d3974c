/** A mistake in a regular expression. */

/** Ends the reading of a pattern; the messages are those of glibc's regerror(3). Never leaves this folder. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}
