/** Follows the clock of one node: where time goes back while serial numbers go on, it was set. */

/** Milliseconds; events in flight are less far out of order. */
const SET_BACK_MS = 2_000
/** A call that blocks is stamped when it began, so that one event says nothing. */
const ENOUGH = 2

/** Costs a few comparisons an event. */
export class ClockWatch {
  #serial = 0
  /** Of the last event that was not too early. */
  #time = 0
  /** Events that are too early, in a row, and the first of them. */
  #early = 0
  #from = 0

  /** A boot begins. */
  restart(): void {
    this.#serial = 0
    this.#time = 0
    this.#early = 0
  }

  take(serial: number, time: number): void {
    if (serial <= this.#serial) return
    this.#serial = serial
    if (time < this.#time - SET_BACK_MS) {
      if (this.#early === 0) this.#from = serial
      this.#early++
      return
    }
    this.#time = time
    this.#early = 0
  }

  /** Whether its time is earlier than those before: by a clock that was set back, or of a call that blocked. */
  isEarly(serial: number): boolean {
    return this.#early > 0 && serial >= this.#from
  }

  /** Whether the time of an event, of those taken last, is that of a clock that was set back. */
  isBack(serial: number): boolean {
    return this.#early >= ENOUGH && serial >= this.#from
  }
}
