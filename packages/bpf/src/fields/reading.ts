/** Reads the value of a field from an item of a report. */
import type { Field, FieldPath, Fields, SimpleField } from './field.ts'

/** A function that reads a value; undefined is what the log does not say. */
export type Reader = (item: object) => unknown

/** A field that holds a value, with a reader of it. */
export interface FoundField {
  readonly field: SimpleField
  /** The last part of its path. */
  readonly name: string
  readonly read: Reader
}

/**
 * The field at a path (`loader.exe`), as views and tables read it.
 *
 * @throws RangeError when the table has no such field that holds a value
 */
export function fieldAt<Table extends Fields>(table: Table, path: FieldPath<Table>): FoundField {
  const names = path.split('.')
  const name = names.at(-1) ?? ''
  let inner: Fields = table
  for (const group of names.slice(0, -1)) {
    const found = inner[group]
    inner = found !== undefined && 'fields' in found ? found.fields : {}
  }
  const field: Field | undefined = inner[name]
  if (field === undefined || 'fields' in field) throw new RangeError(`There is no field ${path}.`)
  return { field, name, read: readerOf(field, names) }
}

/** The reader of a field, given where it is. */
export function readerOf({ from }: SimpleField, names: readonly string[]): Reader {
  if (from === undefined) return readerAt(names)
  const readers = from.map((path) => readerAt(path.split('.')))
  return (item) => {
    for (const read of readers) {
      const value = read(item)
      if (value !== undefined) return value
    }
    return undefined
  }
}

type Item = Readonly<Record<string, unknown>>

function readerAt([first = '', second]: readonly string[]): Reader {
  if (second === undefined) return (item) => (item as Item)[first]
  return (item) => ((item as Item)[first] as Item | undefined)?.[second]
}
