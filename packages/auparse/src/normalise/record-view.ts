/** A record of an event as the normaliser reads it: fields are found when first asked for, without an object each. */
import type { LogRecord } from '@ts-audit/log'
import { recordText } from '@ts-audit/log/internal'
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Enrichment } from '../fields/enrichment.ts'
import { fieldType, hasFieldRules } from '../fields/field-type.ts'
import type { ParsedRecord, SyscallContext } from '../fields/parsed-record.ts'
import { SplitContext } from '../fields/split-context.ts'
import { splitRecord } from '../fields/split-record.ts'
import { type FieldSpans, SPAN, scanFieldSpans } from './field-spans.ts'
import type { Layout } from './layout.ts'
import { createRunMemory, type RunMemory } from './run-memory.ts'

/** Fields after this many say nothing about the system call: `node` and twelve more (spec 03 §1.4). */
const lastCallPlace = 13

/** One record. A view is loaded again for the next event's record, so that a long log makes no garbage of them. */
export class RecordView {
  /** The record type as the library reads it, from the `type` field (spec 04 §1.1). */
  type: number
  /** The current field; the head keeps it when it goes to another record (spec 04 §2). */
  position = 0
  readonly #memory: RunMemory
  readonly #fields: FieldSpans = { spans: [], made: [] }
  #record: LogRecord
  /** Undefined for a record that has none, null until it is looked for. */
  #layout: Layout | undefined | null = null
  #parsed: ParsedRecord | undefined = undefined
  /** Undefined for a record that has none, null until it is parsed. */
  #enrichment: Enrichment | undefined | null = null

  constructor(record: LogRecord, type: number, memory: RunMemory = createRunMemory()) {
    this.#record = record
    this.type = type
    this.#memory = memory
  }

  /** Turns this into the view of another record. */
  load(record: LogRecord, type: number): void {
    this.#record = record
    this.type = type
    this.position = 0
    this.#enrichment = null
    this.#layout = null
    this.#parsed = undefined
  }

  /**
   * The names of the fields; undefined for SELinux's records, whose fields are not `name=value` (spec 03 §1.5), and for
   * records with very many fields.
   */
  get layout(): Layout | undefined {
    return this.#layout === null ? this.#readLayout() : this.#layout
  }

  #readLayout(): Layout | undefined {
    const { bytes, start, textEnd } = this.#record
    this.#layout =
      this.type === RecordType.AVC || this.type === RecordType.USER_AVC
        ? undefined
        : scanFieldSpans(bytes, start, textEnd, this.type, this.#memory, this.#fields)
    return this.#layout
  }

  /** Number of fields. */
  get fieldCount(): number {
    return this.layout?.count ?? this.parsed().fields.length
  }

  /** Number of the first field of this name from a given field on; -1 when there is none. */
  find(name: string, from: number): number {
    const { layout } = this
    if (layout !== undefined) return layout.find(name, from)
    const { fields } = this.parsed()
    for (let field = from; field < fields.length; field++) if (fields[field]?.name === name) return field
    return -1
  }

  /** Name of a field; undefined when there is no such field. */
  name(field: number): string | undefined {
    const { layout } = this
    return layout === undefined ? this.parsed().fields[field]?.name : layout.names[field]
  }

  /** Raw value of a field; undefined when there is no such field. */
  raw(field: number): string | undefined {
    const { layout } = this
    if (layout === undefined) return this.parsed().fields[field]?.value
    if (field >= layout.count) return undefined
    const { spans, made } = this.#fields
    const start = spans[field * SPAN] as number
    const end = spans[field * SPAN + 1] as number
    return start < 0 ? made[end] : this.#memory.texts.text(this.#record.bytes, start, end)
  }

  /** What sort of value a field holds; unclassified when there is no such field. */
  fieldType(field: number): FieldTypeCode {
    const { layout } = this
    const name = this.name(field)
    if (layout !== undefined && name !== 'acct' && !hasFieldRules(this.type)) return layout.fieldType(field)
    const raw = this.raw(field)
    if (name === undefined || raw === undefined) return FieldType.UNCLASSIFIED
    return fieldType(this.type, name, raw)
  }

  /** The enrichment part as far as the library gets to see it, or undefined. */
  get enrichment(): Enrichment | undefined {
    if (this.#enrichment === null) this.#enrichment = this.#readEnrichment()
    return this.#enrichment
  }

  #readEnrichment(): Enrichment | undefined {
    const { bytes, textEnd, end, terminated } = this.#record
    // The last line of an input without line feed is handed over without it [quirk] (spec 02 §7.1).
    if (!terminated || textEnd === end) return undefined
    return this.#memory.enrichments.parse(bytes, textEnd + 1, end)
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

  /** The record with an object per field but without its enrichment, for cases that are not worth a shortcut. */
  parsed(): ParsedRecord {
    this.#parsed ??= splitRecord(recordText(this.#record))
    return this.#parsed
  }
}
