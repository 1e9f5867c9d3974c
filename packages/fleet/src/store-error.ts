/** What a store cannot do, said so that a person can act on it. */

export class StoreError extends Error {
  override readonly name = 'StoreError'
}
