/** A record of an event as the normaliser reads it: fields are found when first asked for, without an object each. */
import { enrichmentText, type LogRecord, recordText } from '@ts-audit/log'
import type { ParsedRecord } from '../fields/parsed-record.ts'
import { splitRecord } from '../fields/split-record.ts'
import { NEEDS_SPLITTING, SPAN, scanFieldSpans } from './field-spans.ts'
import { RECORD } from './record-types.ts'

const UNREAD = -1

/** One record. A view is loaded again for the next event's record, so that a long log makes no garbage of them. */
export class RecordView {
  /** The record type as the library reads it, from the `type` field (spec 04 §1.1). */
  type: number
  /** The current field; the head keeps it when it goes to another record (spec 04 §2). */
  position = 0
  #record: LogRecord
  #text = ''
  #count = UNREAD
  readonly #spans: number[] = []
  #parsed: ParsedRecord | undefined = undefined
  /** True when the fields are those of `#parsed`, not of `#spans`. */
  #split = false

  constructor(record: LogRecord, type: number) {
    this.#record = record
    this.type = type
  }

  /** Turns this into the view of another record. */
  load(record: LogRecord, type: number): void {
    this.#record = record
    this.type = type
    this.position = 0
    this.#count = UNREAD
    this.#parsed = undefined
    this.#split = false
  }

  /** Number of fields. */
  get fieldCount(): number {
    if (this.#count === UNREAD) this.#read()
    return this.#count
  }

  /** Number of the first field of this name from a given field on; -1 when there is none. */
  find(name: string, from: number): number {
    const count = this.fieldCount
    if (this.#split) return this.#findSplit(name, from)
    const text = this.#text
    const spans = this.#spans
    for (let field = from; field < count; field++) {
      const start = spans[field * SPAN] as number
      if ((spans[field * SPAN + 1] as number) - start === name.length && text.startsWith(name, start)) {
        return field
      }
    }
    return -1
  }

  #findSplit(name: string, from: number): number {
    const fields = this.parsed().fields
    for (let field = from; field < fields.length; field++) if (fields[field]?.name === name) return field
    return -1
  }

  /** Name of a field; undefined when there is no such field. */
  name(field: number): string | undefined {
    if (field >= this.fieldCount) return undefined
    if (this.#split) return this.parsed().fields[field]?.name
    return this.#text.slice(this.#spans[field * SPAN], this.#spans[field * SPAN + 1])
  }

  /** Raw value of a field; undefined when there is no such field. */
  raw(field: number): string | undefined {
    if (field >= this.fieldCount) return undefined
    if (this.#split) return this.parsed().fields[field]?.value
    return this.#text.slice(this.#spans[field * SPAN + 2], this.#spans[field * SPAN + 3])
  }

  /** True when the record carries an enrichment part that the library gets to see. */
  get enriched(): boolean {
    const record = this.#record
    // The last line of an input without line feed is handed over without it [quirk] (spec 02 §7.1).
    return record.textEnd !== record.end && record.terminated
  }

  /** The record with an object per field, for what is not worth a shortcut. */
  parsed(): ParsedRecord {
    const enrichment = this.enriched ? enrichmentText(this.#record) : undefined
    this.#parsed ??= splitRecord(recordText(this.#record), enrichment)
    return this.#parsed
  }

  #read(): void {
    this.#text = recordText(this.#record)
    const isDecision = this.type === RECORD.AVC || this.type === RECORD.USER_AVC
    const count = isDecision ? NEEDS_SPLITTING : scanFieldSpans(this.#text, this.#spans)
    this.#split = count === NEEDS_SPLITTING
    this.#count = this.#split ? this.parsed().fields.length : count
  }
}
