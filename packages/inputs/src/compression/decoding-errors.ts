/** Why a decoder cannot go on. */

/** The data ends too early. */
export class CutError extends Error {
  override readonly name = 'CutError'
}

/** The data is not what its format allows. */
export class DamageError extends Error {
  override readonly name = 'DamageError'
}

/** The data may be right, but cannot be decoded here: the message is a noun that says what it needs. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError'
}
