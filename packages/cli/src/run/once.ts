/** What is done once with each of a run's events and messages, though the run may begin again. */

/** Passes things on, and after {@link again} leaves out as many as it has passed on before. */
export class Once<T> {
  readonly #take: (thing: T) => unknown
  #taken = 0
  #toLeaveOut = 0

  constructor(take: (thing: T) => unknown) {
    this.#take = take
  }

  readonly take = (thing: T): unknown => {
    if (this.#toLeaveOut > 0) {
      this.#toLeaveOut--
      return true
    }
    this.#taken++
    return this.#take(thing)
  }

  /** The same things come again, from the first. */
  again(): void {
    this.#toLeaveOut = this.#taken
  }
}
