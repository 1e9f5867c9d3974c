/** An event and its records, with names, times and texts as people and JSON have them. */
import type { AccountResolver } from '@ts-audit/auparse'
import type { EventJson, RecordJson } from '@ts-audit/format'
import type { LogEvent } from '@ts-audit/log'
import { parseRecordType, recordTypeName } from '@ts-audit/tables/record-types'
import type { EventReader } from './event-reader.ts'
import type { FieldName, KnownRecordType } from './field-names.ts'
import { asUtf8, decodeBase64 } from './text.ts'

/** What an unset id is in the log: all bits set. */
const UNSET_IDS: ReadonlySet<string> = new Set(['4294967295', '-1', 'unset'])
const NUMBER = /^-?\d{1,15}$/

/** One `name=value` of a record. Texts are UTF-8; what is none of it has U+FFFD where it is not. */
export interface AuditField {
  readonly name: string
  /** As it stands in the log, quotes included. */
  readonly raw: string
  /** What it means: names for numbers, decoded texts; what an enriched record says comes first. */
  readonly text: string
}

/** One record of an event. `Type` names the fields that an editor offers; any other name may be asked for, too. */
export class AuditRecord<Type extends string = string> {
  /** The name of its type, such as `SYSCALL`; `UNKNOWN[n]` for a number without a name. */
  readonly type: Type
  /** The number of its type; undefined for an unknown name. */
  readonly typeNumber: number | undefined
  readonly #json: RecordJson

  /** @internal */
  constructor(json: RecordJson) {
    this.type = ((json.code === undefined ? undefined : recordTypeName(json.code)) ?? json.type) as Type
    this.typeNumber = json.code
    this.#json = json
  }

  /** The whole line. */
  get line(): string {
    return textOf(this.#json.raw, this.#json.rawBase64)
  }

  /** All fields in the order of the log, those that repeat as often as they do. */
  get fields(): AuditField[] {
    return this.#json.fields.map(({ name, raw, rawBase64, text, textBase64 }) => {
      const value = textOf(raw, rawBase64)
      return {
        name,
        raw: value,
        text: text === undefined && textBase64 === undefined ? value : textOf(text, textBase64),
      }
    })
  }

  /** What the first field of a name means: `root` for `uid=0`; undefined where there is none. */
  get(name: FieldName<Type>): string | undefined {
    return this.fields.find((field) => field.name === name)?.text
  }

  /** The first field of a name as it stands in the log. */
  raw(name: FieldName<Type>): string | undefined {
    return this.fields.find((field) => field.name === name)?.raw
  }

  /** The first field of a name as a decimal number; undefined where it is none, or an unset id. */
  number(name: FieldName<Type>): number | undefined {
    const raw = this.raw(name)
    return raw === undefined || UNSET_IDS.has(raw) || !NUMBER.test(raw) ? undefined : Number(raw)
  }

  toJSON(): RecordJson {
    return this.#json
  }
}

/** All records that share one id: what happened at once. It stays valid as long as it is kept. */
export class AuditEvent {
  /** `[NODE/]SECONDS.MMM:SERIAL`, as `ts-ausearch -a` takes it. */
  readonly id: string
  /** When it happened; `undefined` beyond what a Date can hold. */
  readonly time: Date | undefined
  readonly serial: number
  /** The name of the host, where the lines name it. */
  readonly node: string | undefined
  /** For the other packages: `formatEvent`, `normaliseEvent`, the tracker of BPF programs. */
  readonly logEvent: LogEvent
  /** Whom the names of users and groups were asked of. */
  readonly accounts: AccountResolver
  readonly #reader: EventReader
  #json: EventJson | undefined
  #records: readonly AuditRecord[] | undefined

  /** @internal */
  constructor(event: LogEvent, reader: EventReader, accounts: AccountResolver) {
    this.logEvent = event
    this.accounts = accounts
    this.#reader = reader
    const time = new Date(event.seconds * 1000 + event.milliseconds)
    this.time = Number.isNaN(time.getTime()) ? undefined : time
    this.serial = event.serial
    this.node = event.node === undefined ? undefined : asUtf8(event.node, 'lenient')
    const stamp = `${event.exact?.seconds ?? event.seconds}.${String(event.milliseconds).padStart(3, '0')}`
    const serial = `${stamp}:${event.exact?.serial ?? event.serial}`
    this.id = this.node === undefined ? serial : `${this.node}/${serial}`
  }

  /** In the order in which they were logged. */
  get records(): readonly AuditRecord[] {
    this.#records ??= this.toJSON().records.map((record) => new AuditRecord(record))
    return this.#records
  }

  /**
   * The first record of a type, by its name: `event.record('SYSCALL')?.get('exe')`. Undefined where there is none.
   *
   * @throws {TypeError} for a name that no record type has
   */
  record<Type extends KnownRecordType>(type: Type): AuditRecord<Type> | undefined {
    return this.recordsOf(type)[0]
  }

  /**
   * All records of a type, such as the PATH records of a system call.
   *
   * @throws {TypeError} for a name that no record type has
   */
  recordsOf<Type extends KnownRecordType>(type: Type): AuditRecord<Type>[] {
    const wanted = parseRecordType(type)
    if (wanted < 0)
      throw new TypeError(
        `No record type is named ${JSON.stringify(type)}: see RecordType names, such as 'SYSCALL'`,
      )
    return this.records.filter(({ typeNumber }) => typeNumber === wanted) as AuditRecord<Type>[]
  }

  /** What the first field of a name means in the first record that has one. */
  get(name: string): string | undefined {
    for (const record of this.records) {
      const text = record.get(name)
      if (text !== undefined) return text
    }
    return undefined
  }

  /** What JSON.stringify makes of it: the schema `ts-audit-event/1`. `toJson` adds who did what to what. */
  toJSON(): EventJson {
    this.#json ??= this.#reader.read(this.logEvent)
    return this.#json
  }
}

function textOf(text: string | undefined, base64: string | undefined): string {
  return text ?? (base64 === undefined ? '' : decodeBase64(base64))
}
