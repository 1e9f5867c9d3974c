/** What a reader can tell of criteria before an event is made: its serial number and record types, and what must stand in it. */
import type { EventInterest } from '@ts-audit/log'
import * as RecordType from '@ts-audit/tables/record-type'
import type { Criteria } from './criteria.ts'
import { fieldConditions } from './field-conditions.ts'
import { latin1Bytes, writtenTexts } from './text-filter.ts'

/**
 * The events among which those that match are. Undefined where that are all: nothing can be told, or the extraction has
 * messages to print about others.
 */
export function criteriaInterest(
  criteria: Criteria,
  { debug = false, prints }: { readonly debug?: boolean | undefined; readonly prints: boolean },
): EventInterest | undefined {
  if (debug) return undefined
  const types = prints ? undefined : criteria.types
  const texts = writtenTexts(criteria).map((written) => written.map(latin1Bytes))
  const fields = fieldConditions(criteria)
  const { serial } = criteria
  if (
    (types === undefined || types.length === 0) &&
    [...texts, ...fields].length === 0 &&
    serial === undefined
  )
    return undefined
  return {
    serial,
    types: types?.length === 0 ? undefined : types,
    texts,
    fields,
    // The extraction can complain about the address in such a record.
    addresses: prints ? [RecordType.SOCKADDR] : undefined,
  }
}
