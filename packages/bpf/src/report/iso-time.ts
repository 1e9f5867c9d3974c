/** Times as texts for programs, and the items of a report with their times written so. */
import type { Field, Fields } from '../fields/field.ts'

/** The largest time that a JavaScript date can hold (ECMA-262 21.4.1.1). */
const LAST_MILLISECOND = 8.64e15

/** ISO 8601 in UTC of milliseconds since 1970; beyond the year 275760, which no date can hold, the number. */
export function isoTime(milliseconds: number): string {
  if (Math.abs(milliseconds) > LAST_MILLISECOND) return String(milliseconds)
  return new Date(milliseconds).toISOString()
}

/** Gives an item with its times as texts. */
type WithIsoTimes = (item: object) => object

interface Part {
  readonly name: string
  readonly write: (value: unknown) => unknown
}

/** For items of these fields. */
export function withIsoTimes(fields: Fields): WithIsoTimes {
  const parts = Object.entries(fields).flatMap(([name, field]): Part[] => {
    const write = writerOf(field)
    return write === undefined ? [] : [{ name, write }]
  })
  return (item) => {
    const written: Record<string, unknown> = { ...item }
    for (const { name, write } of parts) {
      if (written[name] !== undefined) written[name] = write(written[name])
    }
    return written
  }
}

/** Undefined for a field in which there is no time. */
function writerOf(field: Field): Part['write'] | undefined {
  if (!('fields' in field)) {
    return field.kind === 'time' ? (value) => isoTime(value as number) : undefined
  }
  if (!holdsTime(field.fields)) return undefined
  const write = withIsoTimes(field.fields)
  if (field.kind === 'object') return (value) => write(value as object)
  return (values) => (values as readonly object[]).map(write)
}

function holdsTime(fields: Fields): boolean {
  return Object.values(fields).some((field) =>
    'fields' in field ? holdsTime(field.fields) : field.kind === 'time',
  )
}
