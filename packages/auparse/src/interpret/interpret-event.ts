/** An event as plain objects: its records, their fields, and what each field is and means. */
import type { LogEvent } from '@ts-audit/log'
import { enrichmentText, recordText } from '@ts-audit/log/internal'
import { type FieldTypeCode, type FieldTypeName, fieldTypeName } from '@ts-audit/tables/field-types'
import { recordTypeName } from '@ts-audit/tables/record-types'
import { forgetFanType, type InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import { fieldType } from '../fields/field-type.ts'
import type { ParsedRecord } from '../fields/parsed-record.ts'
import { splitRecord } from '../fields/split-record.ts'
import type { QuoteSplitting } from '../fields/token-end.ts'
import { interpretFieldAt } from './interpret-field.ts'

/** One `name=value` of a record. All texts are latin1. */
export interface InterpretedField {
  readonly name: string
  /** The raw value, quotes and all. */
  readonly value: string
  /** What sort of value it is, see `FieldType` of `@ts-audit/tables/field-types`. */
  readonly type: FieldTypeCode
  /** The name of the type as the reference's library has it, such as `UID` or `SOCKADDR`. */
  readonly typeName: FieldTypeName
  /** The interpretation, escaped as the context says; undefined where there is no text. */
  readonly text: string | undefined
}

/** A record and its fields in the order of the log, duplicates kept; `node` and `type` come first. */
export interface InterpretedRecord {
  /** The record type number; -1 for an unknown name. */
  readonly type: number
  /** Undefined for a type without a name. */
  readonly typeName: string | undefined
  readonly fields: readonly InterpretedField[]
}

/**
 * The records of an event with all their fields interpreted, as the reference's library gives them (spec 03 §1 to §5), but
 * for values in quotes that hold blanks: they are whole, unless `quotes` says `cut`, as the library does. Every field is
 * worked out, so for one field of many events {@link interpretField} is cheaper. The result stays valid after the event's
 * bytes are gone. Without a context no account names are known but `root`.
 */
export function interpretEvent(
  event: LogEvent,
  context: InterpretContext = createInterpretContext(),
  quotes: QuoteSplitting = 'whole',
): InterpretedRecord[] {
  const records = event.records.map((record) =>
    splitRecord(recordText(record), enrichmentText(record), quotes),
  )
  const families = nextWithFamily(records)
  forgetFanType(context)
  return records.map((record, number) => ({
    type: record.type,
    typeName: recordTypeName(record.type),
    fields: interpretFields(record, families[number] ?? [], context),
  }))
}

/** For each record the first one after it that has a `family`, on which the meaning of a `hook` depends. */
function nextWithFamily(records: readonly ParsedRecord[]): (readonly ParsedRecord[])[] {
  let next: readonly ParsedRecord[] = []
  const found: (readonly ParsedRecord[])[] = []
  for (const record of records.toReversed()) {
    found.push(next)
    if (record.fields.some(({ name }) => name === 'family')) next = [record]
  }
  return found.reverse()
}

function interpretFields(
  record: ParsedRecord,
  following: readonly ParsedRecord[],
  context: InterpretContext,
): InterpretedField[] {
  return record.fields.map(({ name, value }, index) => {
    const type = fieldType(record.type, name, value)
    const text = interpretFieldAt(record, index, context, following)
    return { name, value, type, typeName: fieldTypeName(type), text }
  })
}
