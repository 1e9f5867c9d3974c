/** A record of an event as the normaliser reads it: fields are found when first asked for, without an object each. */
import { enrichmentText, type LogRecord, recordText } from '@ts-audit/log'
import type { Enrichment } from '../fields/enrichment.ts'
import type { ParsedRecord, SyscallContext } from '../fields/parsed-record.ts'
import { SplitContext } from '../fields/split-context.ts'
import { splitRecord } from '../fields/split-record.ts'
import { SPAN, scanFieldSpans } from './field-spans.ts'
import { RECORD } from './record-types.ts'

const UNREAD = -1
/** No field after this many says anything of the system call: `node` and twelve more (spec 03 §1.4). */
const lastCallPlace = 13

/** One record. A view is loaded again for the next event's record, so that a long log makes no garbage of them. */
export class RecordView {
  /** The record type as the library reads it, from the `type` field (spec 04 §1.1). */
  type: number
  /** The current field; the head keeps it when it goes to another record (spec 04 §2). */
  position = 0
  /** What the enrichment part says, undefined for nothing; null until it was parsed. */
  enrichment: Enrichment | undefined | null = null
  #record: LogRecord
  #text = ''
  #count = UNREAD
  readonly #spans: number[] = []
  readonly #made: string[] = []
  #parsed: ParsedRecord | undefined = undefined
  /** The field last found by its name, and that name: the same text as in the record, without cutting it out. */
  #found = UNREAD
  #foundName = ''
  /** The field whose raw value was asked for last, and that value. */
  #cut = UNREAD
  #cutValue: string | undefined = undefined

  constructor(record: LogRecord, type: number) {
    this.#record = record
    this.type = type
  }

  /** Turns this into the view of another record. */
  load(record: LogRecord, type: number): void {
    this.#record = record
    this.type = type
    this.position = 0
    this.enrichment = null
    this.#count = UNREAD
    this.#found = UNREAD
    this.#cut = UNREAD
    this.#parsed = undefined
  }

  /** Number of fields. */
  get fieldCount(): number {
    if (this.#count === UNREAD) this.#read()
    return this.#count
  }

  #read(): void {
    if (this.#isDecision) {
      this.#count = this.parsed().fields.length
      return
    }
    this.#text = recordText(this.#record)
    const { bytes, start, textEnd } = this.#record
    this.#count = scanFieldSpans(bytes, start, textEnd, this.#spans, this.#made)
  }

  /** SELinux's records have fields that are no `name=value` in the text (spec 03 §1.5). */
  get #isDecision(): boolean {
    return this.type === RECORD.AVC || this.type === RECORD.USER_AVC
  }

  /** Number of the first field of this name from a given field on; -1 when there is none. */
  find(name: string, from: number): number {
    const count = this.fieldCount
    if (this.#isDecision) return this.#findParsed(name, from)
    const text = this.#text
    const spans = this.#spans
    const { length } = name
    const first = name.charCodeAt(0)
    for (let field = from, at = from * SPAN; field < count; field++, at += SPAN) {
      const start = spans[at] as number
      if ((spans[at + 1] as number) - start !== length || text.charCodeAt(start) !== first) continue
      if (!text.startsWith(name, start)) continue
      this.#found = field
      this.#foundName = name
      return field
    }
    return -1
  }

  #findParsed(name: string, from: number): number {
    const { fields } = this.parsed()
    for (let field = from; field < fields.length; field++) if (fields[field]?.name === name) return field
    return -1
  }

  /** Name of a field; undefined when there is no such field. */
  name(field: number): string | undefined {
    if (field === this.#found) return this.#foundName
    if (field >= this.fieldCount) return undefined
    if (this.#isDecision) return this.parsed().fields[field]?.name
    return this.#text.slice(this.#spans[field * SPAN], this.#spans[field * SPAN + 1])
  }

  /** Raw value of a field; undefined when there is no such field. */
  raw(field: number): string | undefined {
    if (field === this.#cut) return this.#cutValue
    if (field >= this.fieldCount) return undefined
    if (this.#isDecision) return this.parsed().fields[field]?.value
    const start = this.#spans[field * SPAN + 2] as number
    const end = this.#spans[field * SPAN + 3] as number
    this.#cut = field
    this.#cutValue = start < 0 ? this.#made[end] : this.#text.slice(start, end)
    return this.#cutValue
  }

  /** The enrichment part that the library gets to see, or undefined. */
  enrichmentPart(): string | undefined {
    // The last line of an input without line feed is handed over without it [quirk] (spec 02 §7.1).
    return this.#record.terminated ? enrichmentText(this.#record) : undefined
  }

  /** What the record says of its system call (spec 03 §1.4). */
  syscallContext(): SyscallContext {
    if (this.#parsed !== undefined) return this.#parsed.syscall
    const context = new SplitContext()
    const last = Math.min(this.fieldCount, lastCallPlace)
    for (let field = 0; field < last; field++) {
      context.fieldAdded(field + 1, this.name(field) ?? '', this.raw(field) ?? '')
    }
    return context
  }

  /** The record with an object per field but without its enrichment, for what is not worth a shortcut. */
  parsed(): ParsedRecord {
    this.#parsed ??= splitRecord(recordText(this.#record))
    return this.#parsed
  }
}
