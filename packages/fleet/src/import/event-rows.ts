/** Events as rows of the table `events`. */
import { createInterpretContext } from '@ts-audit/auparse'
import { createEventViewer, createNormaliser } from '@ts-audit/auparse/internal'
import type { LogEvent, LogRecord } from '@ts-audit/log'
import { enrichmentText, recordText } from '@ts-audit/log'
import { errnoName } from '@ts-audit/tables/errno'
import * as RecordType from '@ts-audit/tables/record-type'
import { formatRecordType } from '@ts-audit/tables/record-types'
import { auxiliary, takeAddress, takeArguments, takeBpf, takePath } from './auxiliary-records.ts'
import {
  ACTION,
  ADDR,
  ARCH,
  BOOT_ID,
  BPF,
  CWD,
  DIRECTION,
  EMPTY_ROW,
  ERRNO,
  EXIT,
  FAMILY,
  HAS_SYSCALL,
  KEYS,
  KIND,
  MAIN_TYPE,
  MSG_RES,
  NAMES_NODE,
  NODE,
  NONE,
  names,
  ODD_ID,
  PROCTITLE,
  RESULT,
  type Row,
  readings,
  SERIAL,
  SOURCE,
  SOURCE_EVENT,
  SYSCALL,
  TS,
  TYPES,
} from './event-columns.ts'
import { eventIdOf, LAST_MOMENT, timeOf, typeInLine } from './event-stamp.ts'
import { exitValue, FieldValues, resultOf, titleText } from './field-values.ts'
import { unicode } from './text.ts'
import { walkFields } from './walk-fields.ts'

const INCOMING = /^(?:accept4?|recv(?:from|msg|mmsg)?)$/
const OUTGOING = /^(?:connect|send(?:to|msg|mmsg)?)$/

/** Where an event belongs. */
export interface EventPlace {
  readonly node: string
  readonly bootId: string | undefined
  readonly source: string
  readonly sourceEvent: number
}

/** Makes the rows of a run. */
export class EventRows {
  readonly #values = new FieldValues()
  readonly #types = new Map<number, string>()
  readonly #view = createEventViewer(createInterpretContext())
  readonly #normalise = createNormaliser(false)

  /** The row of an event, with a value for each column of the table. */
  row(event: LogEvent, place: EventPlace): Row {
    const row: Row = EMPTY_ROW.slice()
    row[NODE] = place.node
    row[BOOT_ID] = place.bootId ?? null
    row[TS] = timeOf(event)
    row[NAMES_NODE] = event.node !== undefined
    if (event.exact !== undefined || row[TS] === LAST_MOMENT) row[ODD_ID] = eventIdOf(event)
    row[SERIAL] = event.exact === undefined ? event.serial : BigInt.asIntN(64, event.exact.serial)
    row[SOURCE] = place.source
    row[SOURCE_EVENT] = place.sourceEvent
    const types: string[] = []
    let main: string | undefined
    for (const record of event.records) {
      const type = this.#typeName(record)
      types.push(type)
      if (main === undefined && !auxiliary.has(record.type)) main = type
      this.#take(record, row)
    }
    row[TYPES] = types
    row[MAIN_TYPE] = main ?? types[0]
    this.#settleDirection(row)
    this.#name(event, row)
    return row
  }

  /** Whether a row tells of BPF being used on its host. */
  usesBpf(row: readonly unknown[]): boolean {
    return row[BPF] !== NONE || row[SYSCALL] === 'bpf'
  }

  #name(event: LogEvent, row: Row): void {
    this.#view(event, (view) => {
      if (row[KIND] !== null) return
      const slots = this.#normalise(view)
      row[KIND] = slots?.kind ?? null
      row[ACTION] = slots?.action ?? null
    })
  }

  #typeName(record: LogRecord): string {
    const { type } = record
    if (type < 0) return typeInLine(record)
    const known = this.#types.get(type)
    if (known !== undefined) return known
    const name = formatRecordType(type)
    this.#types.set(type, name)
    return name
  }

  #take(record: LogRecord, row: Row): void {
    const { type } = record
    if (type === RecordType.EOE) return
    const text = recordText(record)
    const start = record.body < 0 ? text.indexOf(')') + 1 : record.body - record.start
    switch (type) {
      case RecordType.PATH:
        takePath(text, start, row, this.#values)
        return
      case RecordType.CWD:
        walkFields(text, start, (name, value, isQuoted) => {
          if (name === 'cwd') row[CWD] = this.#values.decoded(value, isQuoted)
        })
        return
      case RecordType.PROCTITLE:
        walkFields(text, start, (name, value, isQuoted) => {
          if (name === 'proctitle') row[PROCTITLE] = titleText(value, isQuoted)
        })
        return
      case RecordType.EXECVE:
        takeArguments(text, start, row, this.#values)
        return
      case RecordType.SOCKADDR:
        takeAddress(text, start, row, this.#values)
        return
      case RecordType.BPF:
        takeBpf(text, start, row, this.#values)
        return
      default:
        if (auxiliary.has(type)) return
        this.#takeFields(text, start, type === RecordType.SYSCALL, row)
        this.#takeNames(record, row)
    }
  }

  /** A SYSCALL record says who did it, whatever stands before it; of the others the first that says something counts. */
  #takeFields(text: string, start: number, isSyscall: boolean, row: Row): void {
    let arch = ''
    let number = ''
    walkFields(text, start, (name, value, isQuoted) => {
      switch (name) {
        case 'arch':
          if (isSyscall) arch = value
          return
        case 'syscall':
          if (isSyscall) number = value
          return
        case 'success':
          if (isSyscall) row[RESULT] = value === 'yes' ? true : value === 'no' ? false : null
          return
        case 'res':
        case 'result':
          row[MSG_RES] ??= unicode(value)
          row[RESULT] ??= resultOf(value)
          return
        case 'exit':
          if (isSyscall) this.#takeExit(value, row)
          return
        case 'key':
          this.#takeKeys(value, isQuoted, row)
          return
        case 'addr':
          if (value !== '?' && value !== '') row[ADDR] ??= unicode(value)
          return
      }
      const reading = readings.get(name)
      if (reading === undefined) return
      const [column, kind] = reading
      if (!isSyscall && (kind === 'word' || row[column] !== null)) return
      row[column] = this.#values.read(kind, value, isQuoted)
    })
    if (!isSyscall) return
    row[HAS_SYSCALL] = true
    const { name, machine } = this.#values.machine(arch)
    row[ARCH] = arch === '' ? null : name
    row[SYSCALL] = number === '' ? null : this.#values.syscall(machine, arch, number)
  }

  #takeExit(value: string, row: Row): void {
    const exit = exitValue(value)
    if (exit === null) return
    row[EXIT] = exit
    if (exit < 0 && exit > -4096) row[ERRNO] = errnoName(-Number(exit)) ?? null
  }

  #takeKeys(value: string, isQuoted: boolean, row: Row): void {
    if (!isQuoted && value === '(null)') return
    const keys = this.#values.keys(value, isQuoted)
    row[KEYS] = row[KEYS] === NONE ? keys : [...(row[KEYS] as readonly string[]), ...keys]
  }

  #takeNames(record: LogRecord, row: Row): void {
    const enrichment = enrichmentText(record)
    if (enrichment === undefined) return
    const text = ` ${enrichment}`
    for (const [label, column] of names) {
      if (row[column] !== null) continue
      const at = text.indexOf(label)
      if (at < 0) continue
      const end = text.indexOf('"', at + label.length)
      const name = text.slice(at + label.length, end < 0 ? text.length : end)
      if (name !== 'unset' && name !== '') row[column] = unicode(name)
    }
  }

  #settleDirection(row: Row): void {
    const call = row[SYSCALL]
    if (row[FAMILY] === null || typeof call !== 'string') return
    row[DIRECTION] = INCOMING.test(call) ? 'ingress' : OUTGOING.test(call) ? 'egress' : null
  }
}
