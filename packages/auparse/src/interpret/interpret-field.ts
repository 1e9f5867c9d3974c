/** The human form of one field of a split record (spec 03 §3, §4). */
import { FieldType } from '@ts-audit/tables/field-types'
import type { InterpretContext } from '../context.ts'
import { createInterpretContext } from '../create-context.ts'
import { fieldType } from '../fields/field-type.ts'
import type { ParsedRecord } from '../fields/parsed-record.ts'
import { enrichedText, interpretValue } from './interpret-value.ts'

/**
 * The interpretation of the first field called `name`: `uid=0` gives `root`, `prog-id=79` stays `79`. Undefined when
 * the record has no such field, or no text for it. Without a context no account names are known but `root`.
 */
export function interpretField(
  record: ParsedRecord,
  name: string,
  context: InterpretContext = createInterpretContext(),
): string | undefined {
  const index = record.fields.findIndex((field) => field.name === name)
  return index < 0 ? undefined : interpretFieldAt(record, index, context)
}

/**
 * The interpretation of field number `index` (from 0), escaped as the context says. What an enriched record says of
 * the field takes precedence, unescaped, whatever the field's type. `following` are the records after this one in their
 * event: the meaning of `hook` depends on a `family` found there.
 */
export function interpretFieldAt(
  record: ParsedRecord,
  index: number,
  context: InterpretContext = createInterpretContext(),
  following: readonly ParsedRecord[] = [],
): string | undefined {
  const field = record.fields[index]
  if (field === undefined) return undefined
  const type = fieldType(record.type, field.name, field.value)
  const known = enrichedText(record.enrichment, field.name, type)
  if (known !== undefined) return known
  const hookFamily = type === FieldType.HOOK ? findAhead(record, index, 'family', following) : undefined
  return interpretValue(type, field.value, { context, syscall: record.syscall, hookFamily })
}

/**
 * Raw value of the next field of that name, beginning with this record's fields after `index`. From the last field of a record
 * the reference does not look any further (spec 03 §1.7).
 */
function findAhead(
  record: ParsedRecord,
  index: number,
  name: string,
  following: readonly ParsedRecord[],
): string | undefined {
  if (index + 1 >= record.fields.length) return undefined
  const rest = record.fields.slice(index + 1).find((field) => field.name === name)
  if (rest !== undefined) return rest.value
  for (const other of following) {
    const field = other.fields.find((candidate) => candidate.name === name)
    if (field !== undefined) return field.value
  }
  return undefined
}
