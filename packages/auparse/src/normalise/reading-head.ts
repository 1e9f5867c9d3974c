/** The one reading position that normalising moves through an event (spec 04 §2). */
import type { EventView } from './event-view.ts'
import { fieldInteger } from './field-integer.ts'
import { type Location, location } from './location.ts'
import type { Inquiry } from './questions.ts'
import type { RecordView } from './record-view.ts'
import { type Verdict, type VerdictName, verdictNames, verdictOf } from './verdicts.ts'

/** Record number of a head that ran off the end of the event. */
const OFF = -1

/**
 * Moves through an event, mostly forwards. Many results depend on where a search left it, misses included, so the
 * handlers say what they do in terms of this head and nothing else.
 */
export class ReadingHead {
  readonly #event: EventView
  /** Number of records of the event. */
  readonly recordCount: number
  readonly #inquiry: Inquiry | undefined
  #at = 0

  /** `inquiry` records what the head is asked. */
  constructor(event: EventView, inquiry?: Inquiry) {
    this.#event = event
    this.#inquiry = inquiry
    this.recordCount = event.records.length
    for (const record of event.records) record.position = 0
  }

  get #record(): RecordView | undefined {
    return this.#at === OFF ? undefined : this.#event.records[this.#at]
  }

  /** Type of the record under the head; 0 when the head is off the event. */
  get type(): number {
    return this.#record?.type ?? 0
  }

  /** Number of the record under the head; 0 when the head is off the event. */
  get recordNumber(): number {
    return this.#at === OFF ? 0 : this.#at
  }

  /** Number of the field under the head; 0 when the head is off the event. */
  get fieldNumber(): number {
    return this.#record?.position ?? 0
  }

  /** Where the head stands; record 0, field 0 when it is off the event. */
  get here(): Location {
    return location(this.recordNumber, this.fieldNumber)
  }

  /** Goes to the first field of the event. */
  rewind(): void {
    this.goTo(0)
  }

  /** Goes to the first field of a record, if there is such a record. */
  goTo(record: number): void {
    const target = this.#event.records[record]
    if (target === undefined) return
    this.#at = record
    target.position = 0
  }

  /** Goes to the next record, at the field where that record was left; past the last one the head is off. */
  next(): boolean {
    if (this.#at === OFF) return false
    this.#at = this.#at + 1 < this.recordCount ? this.#at + 1 : OFF
    return this.#at !== OFF
  }

  /** Goes to the first field of the record under the head. */
  top(): void {
    const record = this.#record
    if (record !== undefined) record.position = 0
  }

  /** Goes one field on; false on the last field. */
  step(): boolean {
    const record = this.#record
    this.#inquiry?.layout(this.recordNumber)
    if (record === undefined || record.position + 1 >= record.fieldCount) return false
    record.position++
    return true
  }

  /** Goes one field back; from a record's first field to the first field of the event. */
  back(): void {
    const record = this.#record
    if (record !== undefined && record.position > 0) record.position--
    else this.rewind()
  }

  /**
   * Searches for a field, beginning with the one under the head, through this record and all that follow. From the last
   * field of a record the search does not go on to later records; a search that finds nothing leaves the head off.
   */
  seek(name: string): boolean {
    const record = this.#record
    if (record === undefined || this.#event.untimed) return false
    this.#inquiry?.layout(this.#at)
    const found = record.find(name, record.position)
    if (found === record.position) return true
    if (record.position + 1 >= record.fieldCount) return false
    if (found !== -1) {
      record.position = found
      return true
    }
    record.position++
    return this.#seekLater(name)
  }

  #seekLater(name: string): boolean {
    const { records } = this.#event
    for (let number = this.#at + 1; number < records.length; number++) {
      const record = records[number] as RecordView
      this.#inquiry?.layout(number)
      const found = record.find(name, 0)
      record.position = found === -1 ? 0 : found
      if (found === -1) continue
      this.#at = number
      return true
    }
    this.#at = OFF
    return false
  }

  /** Raw value of the field under the head. */
  raw(): string | undefined {
    const record = this.#record
    if (record === undefined || this.#event.untimed) return undefined
    this.#inquiry?.raw(this.here)
    return record.raw(record.position)
  }

  /** Name of the field under the head. */
  name(): string | undefined {
    const record = this.#record
    if (record === undefined || this.#event.untimed) return undefined
    this.#inquiry?.layout(this.#at)
    return record.name(record.position)
  }

  /** Interpretation of the field under the head. */
  interpretation(): string | undefined {
    if (this.#at === OFF) return undefined
    this.#inquiry?.text(this.here)
    return this.#event.interpret(this.here)
  }

  /** Raw value of the field under the head as a 32-bit integer (spec 04 §1.1); -1 without a field. */
  integer(): number {
    const raw = this.raw()
    return raw === undefined ? -1 : fieldInteger(raw)
  }

  /** A decision by the value of the field under the head; undefined where there is none. */
  judge(name: VerdictName): Verdict {
    if (this.#at === OFF) return undefined
    this.#inquiry?.layout(this.#at)
    this.#inquiry?.verdict(name, this.here)
    return verdictOf(verdictNames.indexOf(name), this.#event, this.here)
  }
}
