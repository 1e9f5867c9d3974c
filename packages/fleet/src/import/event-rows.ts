/** Events as rows of the table `events`. */
import { enrichmentText, type LogEvent, type LogRecord, recordText } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import { formatRecordType } from '@ts-audit/tables/record-types'
import type { TextColumn } from '../columns/text-column.ts'
import { Arguments } from './arguments.ts'
import { auxiliary, auxiliaryFields, type TakeRecord } from './auxiliary-fields.ts'
import { EnrichedNames, type Enrichment, PLAIN } from './enriched-names.ts'
import { type EventColumns, itemTexts } from './event-columns.ts'
import type { EventNames } from './event-names.ts'
import { eventIdOf, LAST_MOMENT, timeOf, typeInLine } from './event-stamp.ts'
import type { FieldValues } from './field-values.ts'
import { MainFields } from './main-fields.ts'

const INCOMING = /^(?:accept4?|recv(?:from|msg|mmsg)?)$/
const OUTGOING = /^(?:connect|send(?:to|msg|mmsg)?)$/

/** Where an event belongs. */
export interface EventPlace {
  readonly node: string
  readonly bootId: string | undefined
  readonly source: string
  readonly sourceEvent: number
}

/** What is remembered from batch to batch. */
export interface RowMemory {
  readonly values: FieldValues
  readonly names: EventNames
}

/** Makes the rows of a batch. */
export class EventRows {
  readonly columns: EventColumns
  readonly #names: EventNames
  readonly #main: MainFields
  readonly #arguments: Arguments
  readonly #auxiliary: ReadonlyMap<number, TakeRecord>
  readonly #typeNumbers = new Map<number, number>()
  readonly #enriched: EnrichedNames
  readonly #typeTexts: TextColumn

  constructor(columns: EventColumns, { values, names }: RowMemory) {
    this.columns = columns
    this.#names = names
    this.#main = new MainFields(columns, values)
    this.#arguments = new Arguments(columns, values)
    this.#auxiliary = auxiliaryFields(columns, values)
    this.#enriched = new EnrichedNames(columns)
    this.#typeTexts = itemTexts(columns.types)
  }

  /** Without any rows again. */
  reset(): void {
    this.columns.rows.reset()
    this.#main.reset()
    this.#enriched.reset()
    this.#typeNumbers.clear()
  }

  /** Adds the row of an event; says whether it tells of BPF being used on its host. */
  add(event: LogEvent, place: EventPlace): boolean {
    const { columns } = this
    const row = columns.rows.beginRow()
    this.#putPlace(event, place, row)
    let main: LogRecord | undefined
    for (const record of event.records) {
      columns.types.addItem()
      this.#putType(record, columns.types.itemCount - 1)
      if (main === undefined && !auxiliary.has(record.type)) main = record
      this.#take(record, row)
    }
    this.#arguments.endEvent()
    const named = main ?? event.records[0]
    if (named !== undefined) columns.mainType.put(row, this.#typeName(named))
    this.#settleDirection(row)
    this.#names.put(event, this.#main, columns, row)
    const usesBpf = columns.bpf.itemCount > columns.bpf.start(row) || columns.syscall.value(row) === 'bpf'
    columns.rows.endRow()
    return usesBpf
  }

  #putPlace(event: LogEvent, { node, bootId, source, sourceEvent }: EventPlace, row: number): void {
    const { columns } = this
    const time = timeOf(event)
    columns.node.put(row, node)
    if (bootId !== undefined) columns.bootId.put(row, bootId)
    columns.ts.put(row, time)
    columns.namesNode.put(row, event.node === undefined ? 0 : 1)
    if (event.exact !== undefined || time === LAST_MOMENT) columns.oddId.put(row, eventIdOf(event))
    columns.serial.putValue(
      row,
      event.exact === undefined ? event.serial : BigInt.asIntN(64, event.exact.serial),
    )
    columns.source.put(row, source)
    columns.sourceEvent.put(row, sourceEvent)
    columns.hasSyscall.put(row, 0)
  }

  #putType(record: LogRecord, item: number): void {
    const { type } = record
    let number = type < 0 ? undefined : this.#typeNumbers.get(type)
    if (number === undefined) {
      number = this.#typeTexts.numberOf(this.#typeName(record))
      if (type >= 0) this.#typeNumbers.set(type, number)
    }
    this.#typeTexts.numbers[item] = number
  }

  #typeName(record: LogRecord): string {
    return record.type < 0 ? typeInLine(record) : formatRecordType(record.type)
  }

  #take(record: LogRecord, row: number): void {
    const { type } = record
    if (type === RecordType.EOE) return
    const text = recordText(record)
    const start = record.body < 0 ? text.indexOf(')') + 1 : record.body - record.start
    const take = this.#auxiliary.get(type)
    if (type === RecordType.EXECVE) this.#arguments.take(text, start, row)
    else if (take !== undefined) take(text, start, row)
    else {
      if (type === RecordType.SYSCALL) this.#main.takeCall(text, start, row)
      else this.#main.takeOther(text, start, row)
      const { call } = this.#takeEnrichment(record, row)
      if (type === RecordType.SYSCALL) this.#main.enriched = call
    }
  }

  #takeEnrichment(record: LogRecord, row: number): Enrichment {
    const text = enrichmentText(record)
    return text === undefined ? PLAIN : this.#enriched.take(text, row)
  }

  #settleDirection(row: number): void {
    const { family, direction, syscall } = this.columns
    if (!family.isSet(row)) return
    const call = syscall.value(row) ?? ''
    if (INCOMING.test(call)) direction.put(row, 'ingress')
    else if (OUTGOING.test(call)) direction.put(row, 'egress')
  }
}
