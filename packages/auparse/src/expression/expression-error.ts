/** A mistake in a search expression. */

/** Ends the reading of an expression; the message is the one of spec 06 §B6. Never leaves this folder. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}
