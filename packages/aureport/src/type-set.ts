/** Sets of record types, written as numbers and ranges. */
import type { LogEvent } from '@ts-audit/log'
import { LAST_RECORD_TYPE, type RecordTypeRange } from '@ts-audit/tables/record-type-ranges'

/** A record type number, or the first and last of a range, both included. */
export type TypeRange = number | RecordTypeRange

/** A set of record types; asking it costs one look into an array. */
export class TypeSet {
  readonly #members = new Uint8Array(LAST_RECORD_TYPE + 1)

  constructor(ranges: readonly TypeRange[]) {
    for (const range of ranges) {
      const [first, last] = typeof range === 'number' ? [range, range] : range
      this.#members.fill(1, first, last + 1)
    }
  }

  has(type: number): boolean {
    return this.#members[type] === 1
  }

  /** Whether any record of the event has a type of this set. */
  matches(event: LogEvent): boolean {
    for (const record of event.records) if (this.has(record.type)) return true
    return false
  }
}

/** A set of the given types and ranges of types. */
export function typeSet(...ranges: readonly TypeRange[]): TypeSet {
  return new TypeSet(ranges)
}
