/** The events in flight, ordered by (stamp, slot): the order in which the reference delivers them (spec 01 §4.2). */
import { BinaryHeap } from './binary-heap.ts'
import type { LogEvent } from './event.ts'
import type { LogRecord } from './record.ts'
import { compareStamps } from './stamp-order.ts'

/** An event that is still collecting records (open) or waits for an earlier one to be delivered (closed). */
export interface InFlightEvent extends LogEvent {
  readonly records: LogRecord[]
  readonly slot: number
  open: boolean
  /** The hash of its id, for the table of open events. */
  readonly hash: number
  /** The next one in the same slot of the table of open events. */
  nextOpen: InFlightEvent | undefined
}

/**
 * Logs are nearly sorted, so an event that is not earlier than all before it is simply appended; only the others pay
 * for a heap. Work per event is constant for a sorted log and logarithmic for any other.
 */
export class DeliveryQueue {
  #sorted: (InFlightEvent | undefined)[] = []
  /** Sorted events before this one have been delivered. */
  #head = 0
  /** Sorted events before this one are closed. */
  #closed = 0
  readonly #late = new BinaryHeap<InFlightEvent>(compareEvents)
  /** The open ones among the late, by seconds alone. */
  readonly #lateOpen = new BinaryHeap<InFlightEvent>((a, b) => a.seconds - b.seconds)

  get size(): number {
    return this.#sorted.length - this.#head + this.#late.size
  }

  add(event: InFlightEvent): void {
    const last = this.#sorted[this.#sorted.length - 1]
    if (last === undefined || compareEvents(last, event) <= 0) {
      this.#sorted.push(event)
      return
    }
    this.#late.add(event)
    if (event.open) this.#lateOpen.add(event)
  }

  /** Closes every open event whose seconds are at most `latest`. */
  closeUntil(latest: number, close: (event: InFlightEvent) => void): void {
    const sorted = this.#sorted
    for (;;) {
      const event = sorted[this.#closed]
      if (event === undefined || event.seconds > latest) break
      this.#closed++
      if (event.open) close(event)
    }
    for (;;) {
      const event = this.#lateOpen.top
      if (event === undefined || event.seconds > latest) break
      this.#lateOpen.take()
      if (event.open) close(event)
    }
  }

  /** The first event in order, or undefined when nothing is in flight. */
  get first(): InFlightEvent | undefined {
    const sorted = this.#sorted[this.#head]
    const late = this.#late.top
    if (late === undefined) return sorted
    return sorted === undefined || compareEvents(late, sorted) < 0 ? late : sorted
  }

  /** Removes the event that {@link first} gave. */
  removeFirst(event: InFlightEvent): void {
    if (event === this.#late.top) {
      this.#late.take()
      return
    }
    // An array that has survived some collections would keep the event alive.
    this.#sorted[this.#head++] = undefined
    if (this.#closed < this.#head) this.#closed = this.#head
    if (this.#head === this.#sorted.length) {
      this.#sorted = []
      this.#head = 0
      this.#closed = 0
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#sorted.length) {
      this.#sorted = this.#sorted.slice(this.#head)
      this.#closed -= this.#head
      this.#head = 0
    }
  }

  /** Every event in flight, in no particular order. */
  *all(): Generator<InFlightEvent> {
    for (let at = this.#head; at < this.#sorted.length; at++) {
      const event = this.#sorted[at]
      if (event !== undefined) yield event
    }
    yield* this.#late.all()
  }
}

function compareEvents(a: InFlightEvent, b: InFlightEvent): number {
  return compareStamps(a, b) || a.slot - b.slot
}
