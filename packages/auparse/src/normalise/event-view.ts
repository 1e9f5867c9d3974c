/** An event as the library sees it: records, fields, and what they mean, each read when first asked for. */
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import * as RecordType from '@ts-audit/tables/record-type'
import { forgetFanType, type InterpretContext } from '../context.ts'
import { realPath } from '../interpret/real-path.ts'
import { fieldInteger } from './field-integer.ts'
import { FieldTexts } from './field-texts.ts'
import { forEachLibraryEvent } from './library-records.ts'
import { fieldOf, type Location, recordOf, UNSET } from './location.ts'
import { RecordView } from './record-view.ts'
import { createRunMemory } from './run-memory.ts'

/** Views kept for the next event. */
const spareViews = 64

/** One library event (spec 02 §7.1). Shown by {@link createEventViewer}; valid until the next one is shown. */
export class EventView {
  node: string | undefined = undefined
  /** Seconds since 1970-01-01 UTC; a bigint beyond 2^53 - 1. */
  seconds: number | bigint = 0
  /** 0 to 999. */
  milliseconds = 0
  serial: number | bigint = 0
  /** At least one. */
  records: readonly RecordView[] = []
  readonly #context: InterpretContext
  readonly #texts: FieldTexts
  readonly #memory = createRunMemory()
  readonly #views: RecordView[] = []

  constructor(context: InterpretContext) {
    this.#context = context
    this.#texts = new FieldTexts(context)
  }

  /** Turns this into the view of another event; `types` are its records' types where the library reads others. */
  load(event: LogEvent, records: readonly LogRecord[], types: readonly number[] | undefined): void {
    this.node = event.node
    this.seconds = event.exact?.seconds ?? event.seconds
    this.milliseconds = event.milliseconds
    this.serial = event.exact?.serial ?? event.serial
    const views = this.#views
    for (let number = 0; number < records.length; number++) {
      const record = records[number] as LogRecord
      const type = types === undefined ? record.type : (types[number] as number)
      const view = views[number]
      if (view === undefined) views.push(new RecordView(record, type, this.#memory))
      else view.load(record, type)
    }
    this.records = views.slice(0, records.length)
    if (views.length > spareViews) views.length = spareViews
    forgetFanType(this.#context)
  }

  /** Changes when the layouts of earlier records have been forgotten; new records then get new layouts. */
  get layoutGeneration(): number {
    return this.#memory.layouts.generation
  }

  /** Type of record 0. */
  get type(): number {
    return this.records[0]?.type ?? 0
  }

  /** True for events of second 0, whose fields cannot be looked at [quirk] (spec 04 §2). */
  get untimed(): boolean {
    return this.seconds === 0
  }

  /** True when a location is set and there is such a field. */
  hasField(at: Location): boolean {
    if (at === UNSET) return false
    const record = this.records[recordOf(at)]
    return record !== undefined && fieldOf(at) < record.fieldCount
  }

  /** The name of a field. */
  fieldName(at: Location): string | undefined {
    return this.untimed ? undefined : this.records[recordOf(at)]?.name(fieldOf(at))
  }

  /** The raw value of a field. */
  raw(at: Location): string | undefined {
    return this.untimed ? undefined : this.records[recordOf(at)]?.raw(fieldOf(at))
  }

  /** The raw value as a 32-bit integer; -1 without a field. */
  integer(at: Location): number {
    const raw = this.raw(at)
    return raw === undefined ? -1 : fieldInteger(raw)
  }

  /** What sort of value a field holds. */
  fieldType(at: Location): FieldTypeCode {
    if (at === UNSET || this.untimed) return FieldType.UNCLASSIFIED
    return this.records[recordOf(at)]?.fieldType(fieldOf(at)) ?? FieldType.UNCLASSIFIED
  }

  /** The interpretation of a field, escaped as the context says; undefined when there is no text. */
  interpret(at: Location): string | undefined {
    if (this.untimed) return undefined
    return this.#texts.interpret(this.records, recordOf(at), fieldOf(at))
  }

  /** As {@link interpret}, but the whole path of a file name (spec 03 §7). */
  interpretPath(at: Location): string | undefined {
    const raw = this.raw(at)
    const record = this.records[recordOf(at)]
    const field = fieldOf(at)
    if (raw === undefined || record === undefined || this.fieldType(at) !== FieldType.ESCAPED_FILE) {
      return this.interpret(at)
    }
    return (
      this.#texts.enriched(record, field) ??
      realPath(raw, isPlainPath(raw) ? '/' : this.#cwd(), this.#context)
    )
  }

  /** Raw working directory, of the last record that says one. */
  #cwd(): string | undefined {
    for (let number = this.records.length - 1; number >= 0; number--) {
      const record = this.records[number] as RecordView
      if (record.type !== RecordType.CWD) continue
      const field = record.find('cwd', 0)
      if (field !== -1) return record.raw(field)
    }
    return undefined
  }

  /** The number of the account with a name, from the context's accounts. */
  accountId(name: string): number | undefined {
    return this.#context.accounts.userId(name)
  }
}

/** True for a quoted absolute path without dots to resolve: no working directory is needed to read it. */
function isPlainPath(raw: string): boolean {
  return raw.startsWith('"/') && !raw.includes('..')
}

/**
 * Gives a function that shows each library event of an event: usually one, several where a record that can stand alone
 * is not the last one, none for a lone EOE. A view is only valid within the call.
 */
export function createEventViewer(
  context: InterpretContext,
): (event: LogEvent, show: (view: EventView) => void) => void {
  const view = new EventView(context)
  return (event, show) => {
    forEachLibraryEvent(event, (records, types) => {
      view.load(event, records, types)
      show(view)
    })
  }
}
