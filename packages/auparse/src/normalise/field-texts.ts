/** Interprets fields of record views, with shortcuts for the fields that every event has. */
import { FieldType, type FieldTypeCode } from '@ts-audit/tables/field-types'
import type { InterpretContext } from '../context.ts'
import { interpretFieldAt } from '../interpret/interpret-field.ts'
import { enrichedText, interpretValue } from '../interpret/interpret-value.ts'
import { type FieldSetting, settingOf } from '../interpret/interpreter.ts'
import { isMultiplexed, systemCallName } from '../interpret/system-call.ts'
import type { RecordView } from './record-view.ts'

/** How many texts are remembered per field type; a hostile log may hold any number of different values. */
const mostRemembered = 10_000
const longestRemembered = 64

/** Types whose text depends on more than the value: the record's system call or the fields around it. */
const inContext: ReadonlySet<FieldTypeCode> = new Set([
  FieldType.SYSCALL,
  FieldType.ARCH,
  FieldType.EXIT,
  FieldType.A0,
  FieldType.A1,
  FieldType.A2,
  FieldType.A3,
  FieldType.HOOK,
])

/** Types whose texts are not remembered: they cost nothing, or depend on earlier fields of the run (spec 03 §4.33). */
const forgotten: ReadonlySet<FieldTypeCode> = new Set([
  FieldType.UNCLASSIFIED,
  FieldType.FAN_TYPE,
  FieldType.FAN_INFO,
])

/** Interprets fields for one run: remembers the texts of values and of system calls. */
export class FieldTexts {
  readonly #context: InterpretContext
  readonly #setting: FieldSetting
  /** By field type: texts by raw value. */
  readonly #values: (Map<string, string | undefined> | undefined)[] = []
  readonly #calls = new Map<string, string | undefined>()
  /** By record of the current event. */
  #families: readonly (RecordView | undefined)[] = []
  #familiesOf: readonly RecordView[] | undefined = undefined

  constructor(context: InterpretContext) {
    this.#context = context
    this.#setting = settingOf(context)
  }

  /** The interpretation of a field; undefined when there is no such field, or no text for it. */
  interpret(records: readonly RecordView[], number: number, field: number): string | undefined {
    const record = records[number]
    const name = record?.name(field)
    const raw = record?.raw(field)
    if (record === undefined || name === undefined || raw === undefined) return undefined
    const type = record.fieldType(field)
    const known = enrichedText(record.enrichment, name, type)
    if (known !== undefined) return known
    if (type === FieldType.SYSCALL) return this.#call(record, raw)
    if (!inContext.has(type)) return this.#value(type, raw)
    if (type === FieldType.HOOK) return this.#hook(records, number, field)
    return interpretValue(type, raw, settingOf(this.#context, record.syscallContext()))
  }

  /** The meaning of a netfilter hook depends on a family that is found after it. */
  #hook(records: readonly RecordView[], number: number, field: number): string | undefined {
    const record = records[number]?.parsed()
    if (record === undefined) return undefined
    if (records !== this.#familiesOf) this.#findFamilies(records)
    const family = this.#families[number]
    return interpretFieldAt(record, field, this.#context, family === undefined ? [] : [family.parsed()])
  }

  /** Finds for each record the first one after it that has a family: once for an event, however many hooks it has. */
  #findFamilies(records: readonly RecordView[]): void {
    let next: RecordView | undefined
    const families: (RecordView | undefined)[] = []
    for (const record of records.toReversed()) {
      families.push(next)
      if (record.find('family', 0) !== -1) next = record
    }
    this.#families = families.reverse()
    this.#familiesOf = records
  }

  /** What the enrichment part says of a field. */
  enriched(record: RecordView, field: number): string | undefined {
    const { enrichment } = record
    const name = enrichment === undefined ? undefined : record.name(field)
    return name === undefined ? undefined : enrichedText(enrichment, name, record.fieldType(field))
  }

  #value(type: FieldTypeCode, raw: string): string | undefined {
    if (raw.length > longestRemembered || forgotten.has(type)) return interpretValue(type, raw, this.#setting)
    let texts = this.#values[type]
    if (texts === undefined) {
      texts = new Map()
      this.#values[type] = texts
    }
    const known = texts.get(raw)
    if (known !== undefined) return known
    return remember(texts, raw, interpretValue(type, raw, this.#setting))
  }

  /** Where arch and syscall stand in their usual places, nothing else decides the call's name. */
  #call(record: RecordView, raw: string): string | undefined {
    const key = usualCall(record)
    const known = key === undefined ? undefined : this.#calls.get(key)
    if (known !== undefined) return known
    const syscall = record.syscallContext()
    const text = interpretValue(FieldType.SYSCALL, raw, settingOf(this.#context, syscall))
    const name = systemCallName(syscall, this.#context.interpreters)
    if (key === undefined || name === undefined || isMultiplexed(name)) return text
    return remember(this.#calls, key, text)
  }
}

function remember(texts: Map<string, string | undefined>, key: string, text: string | undefined) {
  if (texts.size >= mostRemembered) texts.clear()
  texts.set(key, text)
  return text
}

/** Raw arch and syscall of a record that has them right after its type, and not again where SECCOMP has them. */
function usualCall(record: RecordView): string | undefined {
  const offset = record.find('node', 0) === 0 ? 1 : 0
  const arch = offset + 1
  if (record.name(arch) !== 'arch' || record.name(arch + 1) !== 'syscall') return undefined
  if (record.name(arch + 9) === 'arch' || record.name(arch + 10) === 'syscall') return undefined
  return `${record.raw(arch)} ${record.raw(arch + 1)}`
}
