/** Where a field stands in an event: record number and field number, packed into one number. */

/** `record * 65536 + field`, as 16-bit numbers are all the reference keeps (spec 04 §2); or {@link UNSET}. */
export type Location = number

/** No location. */
export const UNSET: Location = -1

/** Packs a record number and a field number. */
export function location(record: number, field: number): Location {
  return record * 0x10000 + field
}

/** The record number of a location that is set. */
export function recordOf(at: Location): number {
  return at >>> 16
}

/** The field number of a location that is set. */
export function fieldOf(at: Location): number {
  return at & 0xffff
}
