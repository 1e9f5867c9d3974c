/** The events in flight, ordered by (stamp, slot): the order in which the reference delivers them (spec 01 §4.2). */
import { BinaryHeap } from './binary-heap.ts'
import type { ExactStamp } from './event.ts'
import type { RecordChain } from './records-in-flight.ts'
import { compareStamps } from './stamp-order.ts'

/**
 * An event that is still collecting records (open) or waits for an earlier one to be delivered (closed). Its members are those
 * of an EventId and of a LogEvent; they change when the object is used for another event.
 */
export interface InFlightEvent extends RecordChain {
  node: string | undefined
  seconds: number
  milliseconds: number
  serial: number
  exact: ExactStamp | undefined
  /** Of the first record. */
  type: number
  slot: number
  open: boolean
  /** Whether it came after a later one: heaps still hold such an event when it has been delivered. */
  late: boolean
  /** What its records hold of what is asked for: see EventInterest. */
  marks: number
  /** The hash of its id, for the table of open events. */
  hash: number
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
    event.late = true
    this.#late.add(event)
    if (event.open) this.#lateOpen.add(event)
  }

  /** Closes every open event whose seconds are at most `latest`. */
  closeUntil(latest: number, close: (event: InFlightEvent) => void): void {
    const sorted = this.#sorted
    // Never read beyond the end: the engine would compile this for arrays with holes.
    for (; this.#closed < sorted.length; this.#closed++) {
      const event = sorted[this.#closed] as InFlightEvent
      if (event.seconds > latest) break
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
