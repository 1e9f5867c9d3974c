/** One run of the normaliser: the event, the head that reads it, and the slots it fills. */
import type { EventView } from './event-view.ts'
import { type Location, location, UNSET } from './location.ts'
import type { Inquiry } from './questions.ts'
import { ReadingHead } from './reading-head.ts'
import { type Positions, Slots } from './slots.ts'

/** What the SYSCALL record says of the call's success; `unknown` for calls that do not return. */
export type Outcome = 'ok' | 'failed' | 'unknown'

/** Everything a handler works on. The phrases of spec 04 §2 are its methods. */
export class Normalisation {
  readonly event: EventView
  readonly head: ReadingHead
  readonly slots = new Slots()
  /** Whether attributes are gathered: level ALL of spec 04 §3.1. */
  readonly withAttributes: boolean
  /** Type of record 0. */
  readonly leadType: number
  /** Number of the first SYSCALL record, where there is one. */
  syscallRecord = 0
  /** Interpreted name of the syscall. */
  call: string | undefined = undefined
  outcome: Outcome = 'unknown'

  constructor(event: EventView, withAttributes: boolean, inquiry?: Inquiry) {
    this.event = event
    this.head = new ReadingHead(event, inquiry)
    this.withAttributes = withAttributes
    this.leadType = event.records[0]?.type ?? 0
  }

  /** Where a field is found, as a place in the given record, whatever record it is in; or UNSET. */
  seekAt(name: string, record: number): Location {
    return this.head.seek(name) ? location(record, this.head.fieldNumber) : UNSET
  }

  /** `SLOT ← name @record`: on a hit the slot points to that record, whatever record the field was found in. */
  take(slot: keyof Positions, name: string, record: number): boolean {
    if (!this.head.seek(name)) return false
    this.slots[slot] = location(record, this.head.fieldNumber)
    return true
  }

  /** `SLOT ← name @0`, and back to the top of the event when there is no such field. */
  takeOrRewind(slot: keyof Positions, name: string): boolean {
    const hit = this.take(slot, name, 0)
    if (!hit) this.head.rewind()
    return hit
  }

  /** `SLOT ← name @here`. */
  takeHere(slot: keyof Positions, name: string): boolean {
    if (!this.head.seek(name)) return false
    this.slots[slot] = this.head.here
    return true
  }

  /** `SUBJATTR + name @record`, for each name in turn. */
  addSubjectAttributes(record: number, ...names: readonly string[]): void {
    for (const name of names) this.#add(this.slots.subjectAttributes, name, record)
  }

  /** `OBJATTR + name @record`; false when there is no such field. */
  addObjectAttribute(record: number, name: string): boolean {
    return this.#add(this.slots.objectAttributes, name, record)
  }

  #add(list: number[], name: string, record: number): boolean {
    const hit = this.head.seek(name)
    if (hit) list.push(location(record, this.head.fieldNumber))
    else this.head.goTo(record)
    return hit
  }

  /** HOW from a field found by its name; false when there is no such field. */
  takeHow(name: string): boolean {
    if (!this.head.seek(name)) return false
    this.slots.howAt = this.head.judge('hasText') === true ? this.head.here : UNSET
    return true
  }
}
